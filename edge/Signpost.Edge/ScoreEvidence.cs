namespace Signpost.Edge;

/// <summary>
/// Counts the best scores of visits until <see cref="ScoreRule"/> lets them be told. In memory only: a restart, another order or another list begins
/// again, and what could not be told is forgotten. Written by the frame path, read by the health reporter; counting allocates nothing. Thread-safe.
/// </summary>
public sealed class ScoreEvidence(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly uint[] _counts = new uint[ScoreRule.Bins];
    private Guid _orderId, _bundleId;
    private int _entries;
    private long _visits, _since;
    private DateTimeOffset _from;
    private ScoreCounts? _ready;

    /// <summary>Counts for an order and its list; goes on if it did already.</summary>
    public void Begin(Guid orderId, Guid bundleId, int entries)
    {
        lock (_gate)
        {
            if ((orderId, bundleId, entries) == (_orderId, _bundleId, _entries)) return;
            (_orderId, _bundleId, _entries) = (orderId, bundleId, entries);
            Restart();
        }
    }

    /// <summary>Counts a visit that is over.</summary>
    /// <param name="best">Its best score.</param>
    public void Add(float best)
    {
        if (ScoreRule.Bin(best) is not (>= 0 and var bin)) return;
        lock (_gate)
        {
            if (_entries < ScoreRule.LeastEntries) return;
            _counts[bin]++;
            _visits++;
        }
    }

    /// <summary>The histogram to tell, the same until <see cref="Told"/>; null while there is none.</summary>
    public ScoreCounts? Peek()
    {
        lock (_gate)
        {
            if (_ready is not null || !ScoreRule.MayTell(time.GetElapsedTime(_since), _visits, _entries)) return _ready;
            _ready = new ScoreCounts(_orderId, _from, time.GetUtcNow(), _entries, (uint[])_counts.Clone());
            Restart();
            return _ready;
        }
    }

    /// <summary>The control plane has it.</summary>
    public void Told(ScoreCounts counts)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_ready, counts)) _ready = null;
        }
    }

    private void Restart()
    {
        Array.Clear(_counts);
        (_visits, _since, _from) = (0, time.GetTimestamp(), time.GetUtcNow());
    }
}
