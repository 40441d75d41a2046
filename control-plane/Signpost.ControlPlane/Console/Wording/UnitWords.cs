using Signpost.Contracts.V1;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>What a unit reports, as sentences for the person who has to act on it.</summary>
internal static class UnitWords
{
    public static string Of(UnitState state) => state switch
    {
        UnitState.Unprovisioned => "Not provisioned",
        UnitState.Standby => "Standby",
        UnitState.Ready => "Ready",
        UnitState.Recognising => "Recognising",
        UnitState.Suspended => "Suspended",
        _ => "Unknown",
    };

    public static string Of(SuspensionReason reason) => reason switch
    {
        SuspensionReason.NoOrder => "No order is in force for this unit.",
        SuspensionReason.OrderNotYetValid => "Its order's window has not begun.",
        SuspensionReason.OrderExpired => "Its order's window is over.",
        SuspensionReason.NoWatchlist => "It has no watchlist: waiting for the bundle or its key.",
        SuspensionReason.WatchlistExpired => "Its watchlist has expired.",
        SuspensionReason.SelfTestFailed => "Its self-test failed: the models do not compute what they should.",
        SuspensionReason.BeaconDark => "Its beacon is not lit, so people cannot see that recognition is on.",
        SuspensionReason.CameraLost => "It has lost its camera.",
        SuspensionReason.WrongCamera => "It looks through a camera that its order does not name.",
        SuspensionReason.Stale => "It has been without the control plane for too long.",
        SuspensionReason.ClockUntrusted => "Its clock cannot be trusted.",
        SuspensionReason.Revoked => "It was told that it is revoked.",
        SuspensionReason.Stopping => "It is stopping.",
        _ => "It gave a reason that this console does not know.",
    };

    /// <summary>Null when the unit refused nothing.</summary>
    public static string? Of(RefusalReason refusal) => refusal switch
    {
        RefusalReason.None => null,
        RefusalReason.Malformed => "It refused its order: the document cannot be read.",
        RefusalReason.UnknownVersion => "It refused its order: the format is newer than its software.",
        RefusalReason.BadSignature => "It refused its order: a signature does not match the document.",
        RefusalReason.OneSignature => "It refused its order: it carries one signature, two are needed.",
        RefusalReason.SamePersonTwice => "It refused its order: the same person signed twice.",
        RefusalReason.UnknownOfficer => "It refused its order: a signer is not on the roster.",
        RefusalReason.WrongRole => "It refused its order: a signer has the wrong role.",
        RefusalReason.OfficerExpired => "It refused its order: a signer's entry in the roster has expired.",
        RefusalReason.RosterInvalid => "It refused the roster: its signature or its dates are not valid.",
        RefusalReason.OlderRoster => "It refused the roster: it holds a newer one.",
        RefusalReason.WrongUnit => "It refused its order: the order does not name this unit.",
        RefusalReason.Expired => "It refused its order: the window is over.",
        RefusalReason.WrongPack => "It refused its order: it was made for another model pack.",
        RefusalReason.Incomplete => "It refused its order: a required part is missing or out of range.",
        RefusalReason.WrongOrder => "It refused its watchlist: the bundle belongs to another order.",
        RefusalReason.ContentAltered => "It refused its watchlist: the bundle was altered.",
        RefusalReason.OlderWatchlist => "It refused its watchlist: it holds a newer one.",
        RefusalReason.RosterExpired => "It refused the roster: it has expired. The force's root has to sign a new one.",
        RefusalReason.WrongForce => "It refused its order: the order belongs to another force.",
        RefusalReason.WrongKey => "It refused its watchlist: the key does not open it.",
        RefusalReason.WrongCertificate => "It refused its order: the certificate in it is of another model pack.",
        RefusalReason.ThresholdBelowCertificate => "It refused its order: nothing was measured at so low a threshold.",
        RefusalReason.ListTooLong => "It refused its watchlist: it is longer than the certificate allows at the order's threshold.",
        RefusalReason.OfficerRevoked => "It refused its order: one of the officers who signed was revoked.",
        RefusalReason.WrongCamera => "It refused its order: it looks through a camera that the order does not name.",
        RefusalReason.OutsidePlace => "It refused its order: it stands outside the order's place, or nobody declared where it stands.",
        RefusalReason.ForbiddenPlace => "It refused its order: the force's root forbids use there.",
        RefusalReason.PlaceLimit => "It refused its order: the force's root allows a shorter time or list there.",
        RefusalReason.NotRatified => "It refused its order: one officer began it, and nobody ratified it within 24 hours.",
        RefusalReason.VersionJump => "It refused its watchlist: the list's version is far above the one that it had last.",
        RefusalReason.UrgentPending => "It refused its order: an earlier urgent order of this unit was never ratified.",
        _ => "It refused what it was sent, for a reason that this console does not know.",
    };
}
