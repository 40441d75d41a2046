namespace Signpost.Edge.Interlocks;

/// <summary>
/// The unit's time: what the control plane last signed and the time that passed since, measured by a counter that nobody can set. The unit's own clock counts until the control plane is heard for the first time
/// after a start, and is held against the rest from then on. Thread-safe.
/// </summary>
/// <remarks>
/// A clock that is set back, or forward, is not believed (<see cref="IsTrusted"/>), and moves nothing: what ended stays over, what has not begun does not begin, and nothing ends before its time.
/// </remarks>
public sealed class ContactClock
{
    /// <summary>How far the two may be apart: two machines never agree to the second.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private DateTimeOffset _floor;
    private long _floorAt;
    private long? _contactAt;

    /// <summary>Starts from the last time known before the power went; the least value when there is none.</summary>
    public ContactClock(TimeProvider time, DateTimeOffset floor)
    {
        _time = time;
        _floor = floor;
        _floorAt = time.GetTimestamp();
    }

    /// <summary>Once the control plane was heard: its time and what passed since. Before: the later of the unit's clock and what it must be at least.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var (clock, least) = (_time.GetUtcNow(), Floor);
            return WasHeard || clock <= least ? least : clock;
        }
    }

    /// <summary>What the time is at least.</summary>
    public DateTimeOffset Floor
    {
        get { lock (_lock) return _floor + _time.GetElapsedTime(_floorAt); }
    }

    /// <summary>Whether the unit's clock agrees with what the control plane said; before it was heard, whether it is not behind what it must be at least.</summary>
    public bool IsTrusted
    {
        get
        {
            var (clock, least) = (_time.GetUtcNow(), Floor);
            return clock + Tolerance >= least && (!WasHeard || clock - Tolerance <= least);
        }
    }

    /// <summary>Time since the control plane was heard; null if it was not since boot.</summary>
    public TimeSpan? SinceContact
    {
        get { lock (_lock) return _contactAt is { } at ? _time.GetElapsedTime(at) : null; }
    }

    /// <summary>The time, from the first that the control plane signed since the boot; null before.</summary>
    public DateTimeOffset? Trusted => WasHeard ? Floor : null;

    private bool WasHeard
    {
        get { lock (_lock) return _contactAt is not null; }
    }

    /// <summary>The control plane was heard. Only <see cref="SignedClock"/> may say so: a time that is not signed moves nothing.</summary>
    /// <param name="controlPlaneTime">What it signed.</param>
    public void Hear(DateTimeOffset controlPlaneTime)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _contactAt = now;
            if (controlPlaneTime <= _floor + _time.GetElapsedTime(_floorAt, now)) return;
            (_floor, _floorAt) = (controlPlaneTime, now);
        }
    }
}
