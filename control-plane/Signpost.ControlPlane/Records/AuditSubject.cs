namespace Signpost.ControlPlane.Records;

/// <summary>The thing that an audit row is about: <c>kind:id</c>, neither personal.</summary>
internal readonly record struct AuditSubject(string Kind, string Id)
{
    public override string ToString() => $"{Kind}:{Id}";

    public static AuditSubject Staff(Guid id) => new("staff", id.ToString());

    public static AuditSubject Session(Guid id) => new("session", id.ToString());

    public static AuditSubject Watchlist(Guid id) => new("watchlist", id.ToString());

    public static AuditSubject Entry(Guid id) => new("entry", id.ToString());

    public static AuditSubject Deployment(Guid id) => new("order", id.ToString());

    public static AuditSubject Roster(long version) => new("roster", version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static AuditSubject Unit(string id) => new("unit", id);

    public static AuditSubject ClaimToken(Guid id) => new("claim-token", id.ToString());

    public static AuditSubject Alert(long id) => new("alert", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>
/// A row that only changes together with an audit row naming it: <see cref="Storage.ControlPlaneDb"/> refuses to save it otherwise.
/// </summary>
internal interface IAudited
{
    AuditSubject AuditSubject { get; }
}
