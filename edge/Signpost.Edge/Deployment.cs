using Signpost.Contracts.V1;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge;

/// <summary>
/// A verified order and, once its bundle is opened, the watchlist that goes with it: one immutable whole, swapped whole. The references are
/// overwritten, and their pseudonyms let go, when the last user has given the deployment back: a search never meets a half-erased gallery, and whoever
/// still holds the object then holds nothing of anybody. Thread-safe.
/// </summary>
public sealed class Deployment
{
    private readonly Gallery? _gallery;
    private readonly bool[] _withdrawn = [];
    private string[] _references;
    private volatile IReadOnlySet<string> _withdrawnReferences = new HashSet<string>();
    private int _users = 1;

    /// <summary>An order whose watchlist is not loaded yet.</summary>
    public Deployment(VerifiedOrder order)
    {
        Order = order;
        _references = [];
    }

    /// <summary>An order with its watchlist; takes over <paramref name="gallery"/>.</summary>
    /// <param name="order">The verified order.</param>
    /// <param name="bundleId">The verified bundle.</param>
    /// <param name="watchlistNotAfter">First moment at which the watchlist is over.</param>
    /// <param name="gallery">Templates.</param>
    /// <param name="references">Pseudonyms, in the gallery's order.</param>
    public Deployment(VerifiedOrder order, Guid bundleId, DateTimeOffset watchlistNotAfter, Gallery gallery, string[] references)
    {
        if (gallery.Count != references.Length)
            throw new ArgumentException($"{references.Length} references for {gallery.Count} templates", nameof(references));
        Order = order;
        BundleId = bundleId;
        WatchlistNotAfter = watchlistNotAfter;
        _gallery = gallery;
        _references = references;
        _withdrawn = new bool[references.Length];
        Entries = references.Length;
    }

    /// <summary>Called once, when the list is overwritten, with why. By whoever gave it back last: it must be quick.</summary>
    public Action<DeletionReason>? Erased { get; init; }

    /// <summary>The bundle that the list was read from, and its key: for a next one that comes as what differs from it. Overwritten with the list.</summary>
    public HeldBundle? Bundle { private get; init; }

    /// <summary>Why it went out of force.</summary>
    internal DeletionReason EndedFor { get; set; } = DeletionReason.OrderEnded;

    /// <summary>References that match nobody any more.</summary>
    public IReadOnlySet<string> Withdrawn => _withdrawnReferences;

    /// <summary>The order. Its threshold is the only one there is.</summary>
    public VerifiedOrder Order { get; }

    /// <summary>The bundle that the watchlist came from; empty while there is none.</summary>
    public Guid BundleId { get; }

    /// <summary>First moment at which the watchlist is over, or null while none is loaded.</summary>
    public DateTimeOffset? WatchlistNotAfter { get; }

    /// <summary>Whether the watchlist is loaded.</summary>
    public bool HasWatchlist => _gallery is not null;

    /// <summary>Entries on the watchlist.</summary>
    public int Entries { get; }

    /// <summary>Compares a probe with every reference. Only between <see cref="TryRent"/> and <see cref="Return"/>.</summary>
    public GalleryMatch Search(ReadOnlySpan<float> probe)
    {
        var match = _gallery?.Search(probe) ?? GalleryMatch.None;
        // A search that was under way when the entry was withdrawn may still bring it.
        return match.Index >= 0 && Volatile.Read(ref _withdrawn[match.Index]) ? GalleryMatch.None : match;
    }

    /// <summary>From now on these references match nobody: their templates are overwritten. What is not on the list is passed over.</summary>
    /// <returns>Entries withdrawn by this call.</returns>
    public int Withdraw(IReadOnlyCollection<string> references)
    {
        if (references.Count == 0 || _gallery is null || !TryRent()) return 0;
        try
        {
            var (gone, count) = (new HashSet<string>(_withdrawnReferences, StringComparer.Ordinal), 0);
            var sought = references.ToHashSet(StringComparer.Ordinal);
            for (var i = 0; i < _references.Length; i++)
            {
                if (!sought.Contains(_references[i]) || _withdrawn[i]) continue;
                Volatile.Write(ref _withdrawn[i], true);
                _gallery.Erase(i);
                gone.Add(_references[i]);
                count++;
            }

            _withdrawnReferences = gone;
            return count;
        }
        finally
        {
            Return();
        }
    }

    /// <summary>Compares a probe with one reference, cosine. Only between <see cref="TryRent"/> and <see cref="Return"/>.</summary>
    public float Compare(int index, ReadOnlySpan<float> probe) => _gallery?.Compare(index, probe) ?? float.NaN;

    /// <summary>Pseudonym of an entry. Only between <see cref="TryRent"/> and <see cref="Return"/>.</summary>
    public string Reference(int index) => _references[index];

    /// <summary>Lends the bundle's key for the time of one call; false when the list is gone, or there is none.</summary>
    public bool TryLendBundle(Action<HeldBundle> use)
    {
        if (Bundle is null || !TryRent()) return false;
        try
        {
            use(Bundle);
            return true;
        }
        finally
        {
            Return();
        }
    }

    /// <summary>Keeps the references alive until <see cref="Return"/>; false when they are gone.</summary>
    public bool TryRent()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }

        return false;
    }

    /// <summary>Gives back what <see cref="TryRent"/> took, or, once, what the constructor took. The last one overwrites the references and lets go of
    /// their pseudonyms.</summary>
    public void Return()
    {
        if (Interlocked.Decrement(ref _users) != 0) return;
        _gallery?.Dispose();
        Bundle?.Key.Dispose();
        _references = [];
        if (_gallery is not null) Erased?.Invoke(EndedFor);
    }
}
