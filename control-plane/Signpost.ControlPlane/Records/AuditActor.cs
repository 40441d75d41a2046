using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Records;

/// <summary>Who stands in an audit row.</summary>
internal readonly record struct AuditActor(Guid? StaffId, string Name)
{
    public static readonly AuditActor ControlPlane = new(null, "control-plane");

    public static AuditActor Of(StaffMember member) => new(member.Id, member.UserName);

    public static AuditActor Unit(string unitId) => new(null, $"unit:{unitId}");
}
