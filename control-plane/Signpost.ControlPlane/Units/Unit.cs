using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Units.Enrolment;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units;

internal sealed class Unit : IAudited
{
    public required string Id { get; init; }

    public required string Site { get; init; }

    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo of its TLS identity.</summary>
    public required byte[] IdentityKeyDigest { get; set; }

    /// <summary>The same of a renewed identity that it has not confirmed yet: both count until then.</summary>
    public byte[]? NextKeyDigest { get; set; }

    public DateTimeOffset? NextNotAfter { get; set; }

    /// <summary>SubjectPublicKeyInfo: signs match events and boot keys.</summary>
    public required byte[] SigningPublicKey { get; init; }

    public required byte[] BoardDigest { get; init; }

    public required bool SimulatedBoard { get; init; }

    public required string SoftwareVersion { get; init; }

    public required DateTimeOffset CertificateNotAfter { get; set; }

    /// <summary>Concurrency token: a renewal and a revocation come one after the other.</summary>
    public long Revision { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Fingerprints of what it looks through, one a line, as it last said; empty: none that an order could name.</summary>
    public string Cameras { get; set; } = "";

    /// <summary>Where it stands, degrees, as the engineer declared it; null: not declared.</summary>
    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    public AuditSubject AuditSubject => AuditSubject.Unit(Id);

    public IReadOnlyList<string> CameraList() => Cameras.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Corner? Position() => Latitude is { } latitude && Longitude is { } longitude ? new Corner(latitude, longitude) : null;
}

internal sealed class ClaimToken : IAudited
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the token, which has 256 random bits and needs no slow hash.</summary>
    public required byte[] TokenHash { get; init; }

    public required string Site { get; init; }

    public required Guid CreatedById { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Unit that it enrolled; concurrency token, so that two enrolments with one token cannot both win.</summary>
    public string? UsedByUnitId { get; set; }

    public AuditSubject AuditSubject => AuditSubject.ClaimToken(Id);
}

/// <summary>A unit that presented a claim token, and what became of it.</summary>
internal sealed class UnitEnrolment : IAudited
{
    public required Guid Id { get; init; }

    public required Guid ClaimTokenId { get; init; }

    /// <summary>The id that it gets when it is approved.</summary>
    public required string UnitId { get; init; }

    public required string Site { get; init; }

    /// <summary>PKCS#10, DER: who asks again with the same is the same.</summary>
    public required byte[] IdentityRequest { get; init; }

    public required byte[] SigningPublicKey { get; init; }

    public required byte[] BoardDigest { get; init; }

    public required bool SimulatedBoard { get; init; }

    public required string SoftwareVersion { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Concurrency token: it is decided once.</summary>
    public EnrolmentState State { get; set; } = EnrolmentState.Waiting;

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    /// <summary>DER; once approved.</summary>
    public byte[]? Certificate { get; set; }

    public AuditSubject AuditSubject => AuditSubject.ClaimToken(ClaimTokenId);
}

/// <summary>What a unit should be doing. One row a unit, made at enrolment.</summary>
internal sealed class UnitAssignment
{
    public required string UnitId { get; init; }

    /// <summary>The one order in force for it.</summary>
    public Guid? DeploymentId { get; set; }

    /// <summary>Grows with every change of roster, order or revocation; concurrency token.</summary>
    public long DesiredVersion { get; set; }
}

/// <summary>The newest health report, as received.</summary>
internal sealed class UnitHealth
{
    public required string UnitId { get; init; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>HealthReport, protobuf: counters only.</summary>
    public byte[] Report { get; set; } = [];
}
