namespace Signpost.Edge.MatchEvents;

/// <summary>How match events travel.</summary>
public sealed record OutboxOptions
{
    /// <summary>Time after which messages above a watermark that stands still are sent again. Default 5 s.</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages sent and not yet acknowledged by the broker. Default 16.</summary>
    public int Window { get; init; } = 16;

    /// <summary>How long a committed message is kept. Default 24 h.</summary>
    public TimeSpan KeepCommitted { get; init; } = TimeSpan.FromHours(24);

    /// <summary>First pause before connecting again; doubles up to <see cref="LongestPause"/>, with jitter. Default 250 ms.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause before connecting again. Default 15 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for the broker's answer. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What a watermark meant.</summary>
public enum WatermarkOutcome
{
    /// <summary>Nothing new, or not to be stored now: it will be told again.</summary>
    Unchanged,

    /// <summary>More is committed than was known.</summary>
    Raised,

    /// <summary>Less is committed than was known: a restored database; send again.</summary>
    Lowered,

    /// <summary>It speaks of another outbox.</summary>
    OtherEpoch,

    /// <summary>It is ahead of this outbox, which is therefore an old copy and has begun a new epoch.</summary>
    NewEpoch,
}
