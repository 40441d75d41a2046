using Signpost.Contracts.V1;

namespace Signpost.Edge.Interlocks;

/// <summary>What follows from the observations.</summary>
/// <param name="State">The unit's state.</param>
/// <param name="Reasons">Every condition that is not met; empty exactly when recognising (and when unprovisioned: nothing counts then but whether it is revoked).</param>
/// <param name="LightBeacon">Whether the beacon has to be lit: everything else allows recognition. A unit that is lit recognises or is about
/// to.</param>
/// <param name="Purge">Whether key, gallery and templates have to go: the authority for them is over.</param>
public readonly record struct InterlockDecision(UnitState State, ReasonSet Reasons, bool LightBeacon, bool Purge)
{
    /// <summary>Whether a frame may be looked at.</summary>
    public bool MayRecognise => State == UnitState.Recognising;
}

/// <summary>
/// The interlocks: a pure function of what is observed. Any one condition false and there is no recognition; no condition can make up for another.
/// </summary>
public static class Interlock
{
    /// <summary>Decides.</summary>
    public static InterlockDecision Decide(in Observations seen, InterlockOptions options)
    {
        if (!seen.Provisioned || seen.Revoked)
        {
            var why = ReasonSet.None.With(SuspensionReason.Revoked, seen.Revoked);
            return new InterlockDecision(UnitState.Unprovisioned, why, LightBeacon: false, Purge: true);
        }

        var authority = Authority(seen);
        var early = seen.Order is { } order && seen.Now < order.NotBefore;
        var reasons = authority
            .With(SuspensionReason.OrderNotYetValid, early)
            .With(SuspensionReason.SelfTestFailed, !seen.SelfTestPassed)
            .With(SuspensionReason.CameraLost, !seen.CameraPresent)
            .With(SuspensionReason.WrongCamera, seen.Order is not null && !seen.CamerasNamed)
            .With(SuspensionReason.Stale, seen.SinceContact is not { } since || since > options.StaleLimit || since > seen.StaleLimit)
            .With(SuspensionReason.ClockUntrusted, !seen.ClockTrusted)
            .With(SuspensionReason.Stopping, seen.Stopping);

        // The beacon follows the rest: it tells the public that recognition runs, so a unit that may not recognise is dark,
        // and its darkness is a reason only where it ought to be lit.
        var lightBeacon = reasons.IsEmpty;
        reasons = reasons.With(SuspensionReason.BeaconDark, lightBeacon && !seen.BeaconLit);

        var state = reasons.IsEmpty ? UnitState.Recognising
            : seen.Stopping ? UnitState.Suspended
            : !authority.IsEmpty ? UnitState.Standby
            : early ? UnitState.Ready
            : UnitState.Suspended;
        // Without the control plane for too long is an end like the others: it gives the key again when it is back.
        var purge = seen.Stopping || reasons.Contains(SuspensionReason.NoOrder) || reasons.Contains(SuspensionReason.Stale)
            || reasons.Contains(SuspensionReason.OrderExpired) || reasons.Contains(SuspensionReason.WatchlistExpired);
        return new InterlockDecision(state, reasons, lightBeacon, purge);
    }

    private static ReasonSet Authority(in Observations seen)
    {
        if (seen.Order is not { } order) return ReasonSet.None.With(SuspensionReason.NoOrder);
        return ReasonSet.None
            .With(SuspensionReason.OrderExpired, seen.Now >= order.NotAfter)
            .With(SuspensionReason.NoWatchlist, seen.WatchlistNotAfter is null)
            .With(SuspensionReason.WatchlistExpired, seen.WatchlistNotAfter is { } notAfter && seen.Now >= notAfter);
    }
}
