using Microsoft.Extensions.Time.Testing;

namespace Signpost.Edge.Tests.Support;

/// <summary>A clock that somebody can set, over a counter that nobody can. Timers go by the counter.</summary>
internal sealed class SettableTime(DateTimeOffset wall) : TimeProvider
{
    private readonly FakeTimeProvider _counter = new(wall);

    public DateTimeOffset Wall { get; set; } = wall;

    public override long TimestampFrequency => _counter.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Wall;

    public override long GetTimestamp() => _counter.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _counter.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan span)
    {
        Wall += span;
        _counter.Advance(span);
    }
}

/// <summary>The system's clock, so much ahead or behind.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
