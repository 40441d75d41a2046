namespace Signpost.ControlPlane.Records;

/// <summary>What can go on record.</summary>
internal static class AuditActions
{
    public const string StaffCreated = "staff.created";
    public const string StaffDisabled = "staff.disabled";
    public const string SignedIn = "staff.signed-in";
    public const string SignInRefused = "staff.sign-in-refused";
    public const string FirstFactor = "staff.first-factor";
    public const string SignedOut = "staff.signed-out";
    public const string SessionEnded = "staff.session-ended";
    public const string StaffLockedOut = "staff.locked-out";
    public const string StaffUnlocked = "staff.unlocked";
    public const string StaffReset = "staff.reset";
    public const string FactorAdded = "staff.factor-added";
    public const string FactorRemoved = "staff.factor-removed";
    public const string RecoveryCodesMade = "staff.recovery-codes-made";
    public const string PasswordChanged = "staff.password-changed";
    public const string RosterInstalled = "roster.installed";
    public const string ClaimTokenCreated = "claim-token.created";
    public const string EnrolmentRequested = "enrolment.requested";
    public const string EnrolmentRefused = "enrolment.refused";
    public const string UnitEnrolled = "unit.enrolled";
    public const string UnitRenewing = "unit.renewing";
    public const string UnitRenewed = "unit.renewed";
    public const string UnitStands = "unit.stands";
    public const string UnitRevoked = "unit.revoked";
    public const string WatchlistCreated = "watchlist.created";
    public const string EntryAdded = "entry.added";
    public const string EntryRemoved = "entry.removed";
    public const string EntryReenrolled = "entry.re-enrolled";
    public const string EntrySuspended = "entry.suspended";
    public const string EntryKept = "entry.kept";
    public const string EntryWithdrawn = "entry.withdrawn";
    public const string FindingsAcknowledged = "watchlist.findings-acknowledged";
    public const string WatchlistDeleted = "watchlist.deleted";
    public const string EntrySeen = "entry.seen";
    public const string OrderDrafted = "order.drafted";
    public const string OrderSigned = "order.signed";
    public const string OrderAuthorised = "order.authorised";
    public const string OrderRatified = "order.ratified";
    public const string OrderNotRatified = "order.not-ratified";
    public const string OutputsDeleted = "order.outputs-deleted";
    public const string BundleExported = "order.bundle-exported";
    public const string OrderEnded = "order.ended";
    public const string OrderExpired = "order.expired";
    public const string ListDeleted = "order.list-deleted";
    public const string DeletionIncomplete = "order.deletion-incomplete";
    public const string KeyDeleted = "order.key-deleted";
    public const string AlertSeen = "alert.seen";
    public const string AlertDecided = "alert.decided";
}
