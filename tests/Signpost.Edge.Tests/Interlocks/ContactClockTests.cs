using Signpost.Edge.Interlocks;
using Signpost.Edge.Tests.Support;

namespace Signpost.Edge.Tests.Interlocks;

public sealed class ContactClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Now_ClockSetBack_DoesNotGoBackAndIsNotTrusted()
    {
        var time = new SettableTime(Start);
        var clock = new ContactClock(time, DateTimeOffset.MinValue);
        clock.Hear(Start);
        time.Advance(TimeSpan.FromMinutes(10));
        time.Wall -= TimeSpan.FromHours(5);
        Assert.Equal(Start + TimeSpan.FromMinutes(10), clock.Now);
        Assert.False(clock.IsTrusted);
    }

    [Fact]
    public void Now_ClockSetForward_GoesOnAtItsPaceAndIsNotTrusted()
    {
        var time = new SettableTime(Start);
        var clock = new ContactClock(time, DateTimeOffset.MinValue);
        clock.Hear(Start);
        time.Advance(TimeSpan.FromMinutes(10));
        time.Wall += TimeSpan.FromDays(3);
        Assert.Equal(Start + TimeSpan.FromMinutes(10), clock.Now);
        Assert.False(clock.IsTrusted);
        time.Wall -= TimeSpan.FromDays(3);
        Assert.True(clock.IsTrusted);
    }

    [Fact]
    public void Now_NotHeardYet_IsTheClockButNotBeforeTheFloor()
    {
        Assert.Equal(Start, new ContactClock(new SettableTime(Start), Start.AddDays(-1)).Now);
        Assert.Equal(Start.AddDays(1), new ContactClock(new SettableTime(Start), Start.AddDays(1)).Now);
    }

    [Fact]
    public void IsTrusted_ClockALittleBehind_Holds()
    {
        var clock = new ContactClock(new SettableTime(Start), DateTimeOffset.MinValue);
        clock.Hear(Start + ContactClock.Tolerance);
        Assert.True(clock.IsTrusted);
        clock.Hear(Start + ContactClock.Tolerance + TimeSpan.FromSeconds(1));
        Assert.False(clock.IsTrusted);
    }

    [Fact]
    public void IsTrusted_RestartedWithAClockBeforeTheKeptFloor_Fails() =>
        Assert.False(new ContactClock(new SettableTime(Start), Start + TimeSpan.FromDays(1)).IsTrusted);

    [Fact]
    public void SinceContact_ClockSetForward_CountsOnlyTheTimeThatPassed()
    {
        var time = new SettableTime(Start);
        var clock = new ContactClock(time, DateTimeOffset.MinValue);
        Assert.Null(clock.SinceContact);
        clock.Hear(Start);
        time.Wall += TimeSpan.FromDays(9);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), clock.SinceContact);
    }
}
