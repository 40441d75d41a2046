using CsCheck;
using Signpost.Contracts.V1;
using Signpost.Edge.Interlocks;

namespace Signpost.Edge.Tests.Interlocks;

public sealed class InterlockTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly InterlockOptions Options = new() { StaleLimit = TimeSpan.FromHours(12) };

    private static readonly Observations Good = new()
    {
        Now = Now,
        Provisioned = true,
        Order = new Window(Now - TimeSpan.FromHours(1), Now + TimeSpan.FromHours(1)),
        StaleLimit = TimeSpan.FromHours(1),
        WatchlistNotAfter = Now + TimeSpan.FromHours(1),
        SelfTestPassed = true,
        BeaconLit = true,
        CameraPresent = true,
        CamerasNamed = true,
        SinceContact = TimeSpan.FromMinutes(1),
        ClockTrusted = true,
    };

    private static readonly Gen<DateTimeOffset> GenTime = Gen.Int[-100_000, 100_000].Select(seconds => Now + TimeSpan.FromSeconds(seconds));

    private static readonly Gen<Observations> GenObservations =
        from flags in Gen.Bool.Array[8]
        from hasOrder in Gen.Frequency((1, Gen.Const(false)), (4, Gen.Const(true)))
        from hasWatchlist in Gen.Frequency((1, Gen.Const(false)), (4, Gen.Const(true)))
        from times in GenTime.Array[3]
        from contact in Gen.Int[-1, 100_000]
        from limit in Gen.Int[60, 86_400]
        select new Observations
        {
            Now = Now,
            Provisioned = flags[0],
            Order = hasOrder ? new Window(times[0], times[1]) : null,
            WatchlistNotAfter = hasWatchlist ? times[2] : null,
            SelfTestPassed = flags[1],
            BeaconLit = flags[2],
            CameraPresent = flags[3],
            CamerasNamed = flags[7],
            SinceContact = contact < 0 ? null : TimeSpan.FromSeconds(contact),
            StaleLimit = hasOrder ? TimeSpan.FromSeconds(limit) : null,
            ClockTrusted = flags[4],
            Stopping = flags[5] && flags[6],
        };

    [Fact]
    public void Decide_EveryConditionMet_Recognises() =>
        Assert.Equal(new InterlockDecision(UnitState.Recognising, ReasonSet.None, LightBeacon: true, Purge: false), Interlock.Decide(Good, Options));

    [Fact]
    public void Decide_AnyObservations_RecognisesExactlyWhenEveryConditionIsMet() =>
        GenObservations.Sample(
            seen =>
            {
                var all = seen.Provisioned && seen.Order is { } order && seen.Now >= order.NotBefore && seen.Now < order.NotAfter
                    && seen.WatchlistNotAfter is { } end && seen.Now < end && seen.SelfTestPassed && seen.BeaconLit && seen.CameraPresent && seen.CamerasNamed
                    && seen.SinceContact <= Options.StaleLimit && seen.SinceContact <= seen.StaleLimit && seen.ClockTrusted && !seen.Stopping;
                var decision = Interlock.Decide(seen, Options);
                Assert.Equal(all, decision.MayRecognise);
                Assert.Equal(decision.MayRecognise, decision.Reasons.IsEmpty && seen.Provisioned);
                if (decision.MayRecognise) Assert.True(decision.LightBeacon && !decision.Purge);
            },
            iter: 20_000);

    public static TheoryData<SuspensionReason, UnitState> Faults() => new()
    {
        { SuspensionReason.NoOrder, UnitState.Standby },
        { SuspensionReason.OrderNotYetValid, UnitState.Ready },
        { SuspensionReason.OrderExpired, UnitState.Standby },
        { SuspensionReason.NoWatchlist, UnitState.Standby },
        { SuspensionReason.WatchlistExpired, UnitState.Standby },
        { SuspensionReason.SelfTestFailed, UnitState.Suspended },
        { SuspensionReason.BeaconDark, UnitState.Suspended },
        { SuspensionReason.CameraLost, UnitState.Suspended },
        { SuspensionReason.WrongCamera, UnitState.Suspended },
        { SuspensionReason.Stale, UnitState.Suspended },
        { SuspensionReason.ClockUntrusted, UnitState.Suspended },
        { SuspensionReason.Stopping, UnitState.Suspended },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Decide_OneConditionFails_NamesExactlyItAndClearsWithIt(SuspensionReason reason, UnitState state)
    {
        var decision = Interlock.Decide(Break(Good, reason), Options);
        Assert.Equal(state, decision.State);
        Assert.Equal(ReasonSet.None.With(reason), decision.Reasons);
        Assert.True(Interlock.Decide(Good, Options).Reasons.IsEmpty);
    }

    [Fact]
    public void Decide_AnyReasonOfAny_ClearsWhenItsConditionIsMet() =>
        GenObservations.Sample(
            seen =>
            {
                seen = seen with { Provisioned = true };
                foreach (var reason in Enum.GetValues<SuspensionReason>())
                {
                    if (Interlock.Decide(seen, Options).Reasons.Contains(reason))
                        Assert.False(Interlock.Decide(Mend(seen, reason), Options).Reasons.Contains(reason));
                }
            },
            iter: 5_000);

    [Theory]
    [InlineData(SuspensionReason.NoOrder, true)]
    [InlineData(SuspensionReason.OrderExpired, true)]
    [InlineData(SuspensionReason.WatchlistExpired, true)]
    [InlineData(SuspensionReason.Stale, true)]
    [InlineData(SuspensionReason.Stopping, true)]
    [InlineData(SuspensionReason.BeaconDark, false)]
    [InlineData(SuspensionReason.CameraLost, false)]
    [InlineData(SuspensionReason.WrongCamera, false)]
    [InlineData(SuspensionReason.ClockUntrusted, false)]
    public void Decide_AuthorityOver_PurgesAndOtherwiseKeeps(SuspensionReason reason, bool purge) =>
        Assert.Equal(purge, Interlock.Decide(Break(Good, reason), Options).Purge);

    [Fact]
    public void Decide_NoIdentity_IsUnprovisionedWhateverElse() =>
        GenObservations.Sample(seen => Assert.Equal(UnitState.Unprovisioned, Interlock.Decide(seen with { Provisioned = false }, Options).State));

    [Fact]
    public void Decide_OrderThatNeverWas_OpensAtNotBeforeAndClosesAtNotAfter()
    {
        var order = new Window(Now, Now + TimeSpan.FromSeconds(1));
        Assert.False(Interlock.Decide(Good with { Order = order, Now = Now - TimeSpan.FromTicks(1) }, Options).MayRecognise);
        Assert.True(Interlock.Decide(Good with { Order = order, Now = Now }, Options).MayRecognise);
        Assert.False(Interlock.Decide(Good with { Order = order, Now = order.NotAfter }, Options).MayRecognise);
    }

    private static Observations Break(Observations seen, SuspensionReason reason) => reason switch
    {
        // A unit without an order has no watchlist either, and says only the first.
        SuspensionReason.NoOrder => seen with { Order = null, WatchlistNotAfter = null },
        SuspensionReason.OrderNotYetValid => seen with { Order = new Window(Now + TimeSpan.FromMinutes(1), Now + TimeSpan.FromHours(1)) },
        SuspensionReason.OrderExpired => seen with { Order = new Window(Now - TimeSpan.FromHours(2), Now) },
        SuspensionReason.NoWatchlist => seen with { WatchlistNotAfter = null },
        SuspensionReason.WatchlistExpired => seen with { WatchlistNotAfter = Now },
        SuspensionReason.SelfTestFailed => seen with { SelfTestPassed = false },
        SuspensionReason.BeaconDark => seen with { BeaconLit = false },
        SuspensionReason.CameraLost => seen with { CameraPresent = false },
        SuspensionReason.WrongCamera => seen with { CamerasNamed = false },
        SuspensionReason.Stale => seen with { SinceContact = null },
        SuspensionReason.ClockUntrusted => seen with { ClockTrusted = false },
        SuspensionReason.Stopping => seen with { Stopping = true },
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static Observations Mend(Observations seen, SuspensionReason reason) => reason switch
    {
        SuspensionReason.NoOrder or SuspensionReason.OrderNotYetValid or SuspensionReason.OrderExpired => seen with { Order = Good.Order },
        SuspensionReason.NoWatchlist or SuspensionReason.WatchlistExpired => seen with { WatchlistNotAfter = Good.WatchlistNotAfter },
        SuspensionReason.SelfTestFailed => seen with { SelfTestPassed = true },
        SuspensionReason.BeaconDark => seen with { BeaconLit = true },
        SuspensionReason.CameraLost => seen with { CameraPresent = true },
        SuspensionReason.WrongCamera => seen with { CamerasNamed = true },
        SuspensionReason.Stale => seen with { SinceContact = TimeSpan.Zero },
        SuspensionReason.ClockUntrusted => seen with { ClockTrusted = true },
        SuspensionReason.Stopping => seen with { Stopping = false },
        _ => seen,
    };
}
