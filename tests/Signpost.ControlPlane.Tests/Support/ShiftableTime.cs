namespace Signpost.ControlPlane.Tests.Support;

/// <summary>The system's clock and timers, with a clock that a test can set ahead: code that waits while it retries goes on waiting for real.</summary>
internal sealed class ShiftableTime : TimeProvider
{
    private long shiftTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref shiftTicks));
}
