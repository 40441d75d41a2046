using Signpost.ControlPlane.Records;

namespace Signpost.ControlPlane.Staff.Sessions;

/// <summary>A sign-in that lasts: at a browser or for the API. What ends it ends everything that it was used for, at once.</summary>
internal sealed class StaffSession : IAudited
{
    public Guid Id { get; init; }

    public Guid StaffId { get; init; }

    /// <summary>Such as <c>password, code</c> or <c>passkey</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The kind of browser or program, for the person to know it by.</summary>
    public required string Client { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    AuditSubject IAudited.AuditSubject => AuditSubject.Staff(StaffId);
}
