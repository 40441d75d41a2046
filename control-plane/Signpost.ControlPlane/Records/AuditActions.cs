namespace Signpost.ControlPlane.Records;

/// <summary>What can go on record.</summary>
internal static class AuditActions
{
    public const string StaffCreated = "staff.created";
    public const string StaffDisabled = "staff.disabled";
    public const string SignedIn = "staff.signed-in";
    public const string SignInRefused = "staff.sign-in-refused";
    public const string SignedOut = "staff.signed-out";
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
    public const string EntryWithheld = "entry.withheld";
    public const string EntryRestored = "entry.restored";
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
