namespace Signpost.Edge;

/// <summary>What the frame path has counted since boot. Written by one thread each, read by all.</summary>
/// <remarks>What was decided of visits stays on the unit: told every few seconds, and of a short list, it would hint at who passed. Match events leave by
/// themselves, and how scores are spread leaves as <see cref="ScoreRule"/> allows.</remarks>
/// <param name="time">Clock of the score histogram; the system's when left out.</param>
public sealed class UnitCounters(TimeProvider? time = null)
{
    private long _frames, _dropped, _faces, _visits, _searches, _events, _matched, _undecided, _unmatched;

    /// <summary>How the scores of visits are spread.</summary>
    public ScoreEvidence Scores { get; } = new(time ?? TimeProvider.System);

    /// <summary>Frames looked at.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Frames that came while the pipeline was busy and were let go.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Faces detected, every frame's.</summary>
    public long Faces => Interlocked.Read(ref _faces);

    /// <summary>Visits: faces followed from their coming to their going.</summary>
    public long Visits => Interlocked.Read(ref _visits);

    /// <summary>Visits that were compared with the watchlist. One visit is one search, however many shots it took.</summary>
    public long Searches => Interlocked.Read(ref _searches);

    /// <summary>Match events, revisions not counted.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Visits that are over and had matched.</summary>
    public long Matched => Interlocked.Read(ref _matched);

    /// <summary>Visits that are over without a decision: too few or too poor shots, or a score between the order's thresholds.</summary>
    public long Undecided => Interlocked.Read(ref _undecided);

    /// <summary>Visits that are over and had not matched.</summary>
    public long Unmatched => Interlocked.Read(ref _unmatched);

    internal void AddFrame(int faces)
    {
        Interlocked.Increment(ref _frames);
        Interlocked.Add(ref _faces, faces);
    }

    internal void AddDropped(long frames) => Interlocked.Add(ref _dropped, frames);

    internal void AddVisits(int visits) => Interlocked.Add(ref _visits, visits);

    internal void AddSearch() => Interlocked.Increment(ref _searches);

    internal void AddMatched() => Interlocked.Increment(ref _matched);

    internal void AddUndecided() => Interlocked.Increment(ref _undecided);

    internal void AddUnmatched() => Interlocked.Increment(ref _unmatched);

    internal void AddEvent() => Interlocked.Increment(ref _events);
}
