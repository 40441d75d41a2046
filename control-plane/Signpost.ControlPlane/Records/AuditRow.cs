namespace Signpost.ControlPlane.Records;

/// <summary>
/// One action on record, written in the transaction of the change it records; never changed, never deleted. Personal data appears only as a digest,
/// SHA-256 over the salt and the length-prefixed UTF-8 fields.
/// </summary>
internal sealed class AuditRow
{
    public long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Account id, or null when the control plane itself or a unit acted.</summary>
    public Guid? StaffId { get; init; }

    /// <summary>User name at the time, <c>unit:…</c> or <c>control-plane</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Space-separated <see cref="AuditSubject"/>s.</summary>
    public required string Subjects { get; init; }

    /// <summary>JSON object of strings; nothing personal.</summary>
    public required string Facts { get; init; }

    /// <summary>16 random bytes.</summary>
    public byte[]? Salt { get; init; }

    public byte[]? Digest { get; init; }
}
