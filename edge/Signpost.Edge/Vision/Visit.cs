namespace Signpost.Edge.Vision;

/// <summary>
/// What is known of one visit: shots, picture, and whether it matched. Rented for a track and given back blank. It knows no threshold.
/// </summary>
internal sealed class Visit(VisionOptions options, int templateLength)
{
    /// <summary>The track that it belongs to; 0 while it is free.</summary>
    public long TrackId { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When the last shot was tried, good or not.</summary>
    public DateTimeOffset LastTry { get; set; }

    public TemplateSet Templates { get; } = new(options.ShotsPerVisit, templateLength);

    public ProbeCrop Probe { get; } = new(options.ProbeSide, options.ProbeMargin);

    /// <summary>Templates extracted, kept or not.</summary>
    public int Extractions { get; set; }

    /// <summary>Shots in a row that look like somebody else.</summary>
    public int Strangers { get; set; }

    /// <summary>Whether it was compared with the watchlist.</summary>
    public bool IsSearched { get; set; }

    /// <summary>Best score of all comparisons; of no use before <see cref="IsSearched"/>.</summary>
    public float BestScore { get; set; }

    /// <summary>As of the last comparison; a match stays one.</summary>
    public VisitDecision Decision { get; set; }

    /// <summary>Whether any of its faces was looked at closely, and so stands in the models' own buffers.</summary>
    public bool IsLookedAt => LastTry > DateTimeOffset.MinValue;

    /// <summary>Its event; of no use while <see cref="EventTold.Revision"/> is 0.</summary>
    public EventTold Told { get; set; }

    public void Begin(long trackId, DateTimeOffset startedAt)
    {
        End();
        (TrackId, StartedAt, LastTry) = (trackId, startedAt, DateTimeOffset.MinValue);
    }

    /// <summary>Forgets everything; nothing of the face stays in memory.</summary>
    public void End()
    {
        Templates.Clear();
        Probe.Clear();
        (TrackId, Extractions, Strangers, IsSearched) = (0, 0, 0, false);
        (StartedAt, LastTry, BestScore, Decision) = (default, default, 0, VisitDecision.NoDecision);
        Told = default;
    }

    internal bool IsBlank => TrackId == 0 && Templates.IsBlank && Probe.IsBlank;
}

/// <summary>What was told of a visit's match.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Revision">Its last revision, from 1; 0: nothing was told.</param>
/// <param name="Entry">Index of the watchlist entry.</param>
/// <param name="Score">Score of the last revision.</param>
internal readonly record struct EventTold(Guid EventId, uint Revision, int Entry, float Score);
