namespace Signpost.Edge.Interlocks;

/// <summary>
/// The unit's time: its own clock, held against what the control plane last said and the time that passed since, measured by a counter that nobody
/// can set. Thread-safe.
/// </summary>
/// <remarks>
/// A clock that is set back is not believed (<see cref="IsTrusted"/>), and nothing that ended before begins again: <see cref="Now"/> does not go
/// back. A clock that is set forward ends things early, which is the safe side.
/// </remarks>
public sealed class ContactClock
{
    /// <summary>How far behind a clock may be: two machines never agree to the second.</summary>
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

    /// <summary>The later of the unit's clock and what it must be at least.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var (clock, least) = (_time.GetUtcNow(), Floor);
            return clock > least ? clock : least;
        }
    }

    /// <summary>What the time is at least.</summary>
    public DateTimeOffset Floor
    {
        get { lock (_lock) return _floor + _time.GetElapsedTime(_floorAt); }
    }

    /// <summary>Whether the unit's clock is not behind what the control plane said.</summary>
    public bool IsTrusted => _time.GetUtcNow() + Tolerance >= Floor;

    /// <summary>Time since the control plane was heard; null if it was not since boot.</summary>
    public TimeSpan? SinceContact
    {
        get { lock (_lock) return _contactAt is { } at ? _time.GetElapsedTime(at) : null; }
    }

    /// <summary>The control plane was heard.</summary>
    /// <param name="controlPlaneTime">What it says the time is.</param>
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
