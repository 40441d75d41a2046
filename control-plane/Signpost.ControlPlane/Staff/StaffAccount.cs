using Microsoft.AspNetCore.Identity;
using Signpost.ControlPlane.Records;

namespace Signpost.ControlPlane.Staff;

/// <summary>A member of staff's account (ASP.NET Core Identity), with one role.</summary>
public sealed class StaffAccount : IdentityUser<Guid>, IAudited
{
    public StaffRole Role { get; set; }

    /// <summary>The officer whose key this person holds; unique, only for authors and authorising officers.</summary>
    public string? OfficerId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    AuditSubject IAudited.AuditSubject => AuditSubject.Staff(Id);
}
