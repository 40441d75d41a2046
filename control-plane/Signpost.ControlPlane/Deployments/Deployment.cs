using Signpost.Contracts.V1;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Deployments;

/// <summary>An order from draft to end. The documents are the verbatim bytes that officers sign.</summary>
internal sealed class Deployment : IAudited
{
    /// <summary>UUIDv7; the order id.</summary>
    public required Guid Id { get; init; }

    public required Guid WatchlistId { get; init; }

    public required DeploymentState State { get; set; }

    public required Purpose Purpose { get; init; }

    public required LegalGround LegalGround { get; init; }

    public required string PlaceName { get; init; }

    /// <summary>JSON array of [latitude, longitude].</summary>
    public required string PlaceJson { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Comma-separated numbers of <see cref="Category"/>.</summary>
    public required string Categories { get; init; }

    public required float Threshold { get; init; }

    public required string EvidenceReference { get; init; }

    public required int AlertRetentionHours { get; init; }

    public required int Entries { get; init; }

    public required Guid DraftedById { get; init; }

    public required string DraftedBy { get; init; }

    public required DateTimeOffset DraftedAt { get; init; }

    /// <summary>DeploymentOrder, protobuf.</summary>
    public required byte[] OrderBytes { get; init; }

    /// <summary>SHA-256 of <see cref="OrderBytes"/>.</summary>
    public required byte[] OrderDigest { get; init; }

    public required Guid BundleId { get; init; }

    /// <summary>BundleHeader, protobuf.</summary>
    public required byte[] HeaderBytes { get; init; }

    public required byte[] PackDigest { get; init; }

    /// <summary>COSE_Sign with both signatures; null until authorised.</summary>
    public byte[]? SignedOrder { get; set; }

    public byte[]? SignedHeader { get; set; }

    public DateTimeOffset? AuthorisedAt { get; set; }

    /// <summary>Where it is urgent: when it is over unless it was ratified. Null for an ordinary order.</summary>
    public DateTimeOffset? RatifyBy { get; init; }

    public DateTimeOffset? RatifiedAt { get; set; }

    /// <summary>When alerts and keys of an urgent order that nobody ratified were deleted.</summary>
    public DateTimeOffset? OutputsDeletedAt { get; set; }

    public bool IsUrgent => RatifyBy is not null;

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When it was said that a day after its end units had not vouched for the deletion of its list.</summary>
    public DateTimeOffset? IncompleteSaidAt { get; set; }

    public string? EndedBy { get; set; }

    public string? EndReason { get; set; }

    /// <summary>The order whose units it takes over, when it is authorised while that one is in force.</summary>
    public Guid? ReplacesId { get; init; }

    /// <summary>Concurrency token: two people act on one order one after the other.</summary>
    public long Revision { get; set; }

    public List<DeploymentUnit> Units { get; init; } = [];

    public List<DeploymentSignature> Signatures { get; init; } = [];

    public AuditSubject AuditSubject => AuditSubject.Deployment(Id);
}

internal sealed class DeploymentUnit
{
    public required Guid DeploymentId { get; init; }

    public required string UnitId { get; init; }
}

internal sealed class DeploymentSignature : IAudited
{
    public required Guid DeploymentId { get; init; }

    public required string OfficerId { get; init; }

    public required Guid StaffId { get; init; }

    public required string UserName { get; init; }

    public required StaffRole Role { get; init; }

    /// <summary>The signing response as it came: JSON (docs/formats.md).</summary>
    public required byte[] Response { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public AuditSubject AuditSubject => AuditSubject.Deployment(DeploymentId);
}

/// <summary>The encrypted list, as units fetch it.</summary>
internal sealed class DeploymentBundle
{
    public required Guid BundleId { get; init; }

    public required Guid DeploymentId { get; init; }

    public required byte[] Ciphertext { get; init; }

    /// <summary>The bundle that its units had when it was authorised; null where it replaced none.</summary>
    public Guid? BaseBundleId { get; set; }

    /// <summary>The way from that one to this one; null where it would not be much shorter.</summary>
    public byte[]? Delta { get; set; }
}

/// <summary>Keys of a deployment, sealed under the watchlist's key. Deleted apart from the rest.</summary>
internal sealed class DeploymentSecret
{
    public required Guid DeploymentId { get; init; }

    /// <summary>The bundle's content key; deleted when the deployment is over.</summary>
    public SealedValue? ContentKey { get; set; }

    /// <summary>The private key that match events are sealed to, PKCS#8; deleted with the alerts.</summary>
    public SealedValue? PrivateKey { get; set; }
}

/// <summary>The roster as installed; the newest version is in force.</summary>
internal sealed class InstalledRoster : IAudited
{
    public required long Version { get; init; }

    /// <summary>COSE_Sign1 by the root.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>SubjectPublicKeyInfo of the root it was verified with.</summary>
    public required byte[] RootPublicKey { get; init; }

    public required DateTimeOffset InstalledAt { get; init; }

    public AuditSubject AuditSubject => AuditSubject.Roster(Version);
}
