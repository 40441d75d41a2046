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
    private string[] _references;
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
        Entries = references.Length;
    }

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
    public GalleryMatch Search(ReadOnlySpan<float> probe) => _gallery?.Search(probe) ?? GalleryMatch.None;

    /// <summary>Compares a probe with one reference, cosine. Only between <see cref="TryRent"/> and <see cref="Return"/>.</summary>
    public float Compare(int index, ReadOnlySpan<float> probe) => _gallery?.Compare(index, probe) ?? float.NaN;

    /// <summary>Pseudonym of an entry. Only between <see cref="TryRent"/> and <see cref="Return"/>.</summary>
    public string Reference(int index) => _references[index];

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
        _references = [];
    }
}
