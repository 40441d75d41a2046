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

    /// <summary>Time step of the last one-time code that was taken: neither it nor an earlier one counts again (RFC 6238, section 5.2).</summary>
    public long LastCodeStep { get; set; }

    AuditSubject IAudited.AuditSubject => AuditSubject.Staff(Id);
}
