using Signpost.Contracts.V1;
using Signpost.ControlPlane.Records;

namespace Signpost.ControlPlane.Watchlists;

internal sealed class Watchlist : IAudited
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Guid CreatedById { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first order was drafted from it.</summary>
    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>Grows with every change, so that an entry cannot slip into a list that is being frozen (concurrency token).</summary>
    public long Revision { get; set; }

    public AuditSubject AuditSubject => AuditSubject.Watchlist(Id);
}

internal sealed class WatchlistEntry : IAudited
{
    public required Guid Id { get; init; }

    public required Guid WatchlistId { get; init; }

    /// <summary>Personal; stays here.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Random pseudonym, unique.</summary>
    public required string Reference { get; init; }

    public required Category Category { get; init; }

    public required string Reason { get; init; }

    /// <summary>Why somebody under 18 is listed; null: not under 18.</summary>
    public string? Under18Reason { get; init; }

    public required string ImageSource { get; init; }

    public required DateOnly ImageDate { get; init; }

    public required LegalGround LegalBasis { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required int PhotoWidth { get; init; }

    public required int PhotoHeight { get; init; }

    public required double FaceWidth { get; init; }

    public required double InterEyeDistance { get; init; }

    public required double Sharpness { get; init; }

    public required double Quality { get; init; }

    /// <summary>SHA-256 of the manifest of the pack that made the template.</summary>
    public required byte[] PackDigest { get; init; }

    /// <summary>Since when units must not match it; null: they may.</summary>
    public DateTimeOffset? WithheldAt { get; set; }

    public required string AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public EntryImage? Image { get; init; }

    public AuditSubject AuditSubject => AuditSubject.Entry(Id);
}

/// <summary>What is biometric of an entry, apart from it so that lists of entries do not load it.</summary>
internal sealed class EntryImage
{
    public required Guid EntryId { get; init; }

    /// <summary>As uploaded: JPEG or PNG.</summary>
    public required byte[] Photo { get; init; }

    /// <summary>Upright crop around the face, JPEG.</summary>
    public required byte[] Crop { get; init; }

    /// <summary>L2-normalised single-precision values, little-endian.</summary>
    public required byte[] Template { get; init; }
}
