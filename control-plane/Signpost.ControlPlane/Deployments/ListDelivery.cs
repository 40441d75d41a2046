using Signpost.Contracts.V1;

namespace Signpost.ControlPlane.Deployments;

/// <summary>The key of a deployment's list, handed to one boot of one unit, and that boot's receipt for the list's deletion.</summary>
internal sealed class ListDelivery
{
    public required Guid DeploymentId { get; init; }

    public required string UnitId { get; init; }

    /// <summary>SHA-256 of the boot key.</summary>
    public required byte[] BootKeyDigest { get; init; }

    public required DateTimeOffset GivenAt { get; set; }

    /// <summary>COSE_Sign1 as the unit signed it; null while it holds the list, or may.</summary>
    public byte[]? Receipt { get; set; }

    public DeletionReason Reason { get; set; }

    /// <summary>By the unit's time.</summary>
    public DateTimeOffset? PurgedAt { get; set; }

    public DateTimeOffset? ReceivedAt { get; set; }
}
