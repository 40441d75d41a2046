using Signpost.Contracts.V1;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Watchlists;

internal sealed class Watchlist : IAudited
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public required Guid CreatedById { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first order was drafted from it.</summary>
    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>When its content and its key were deleted; the row stays for the orders that were drafted from it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Grows with every change, so that an entry cannot slip into a list that is being frozen (concurrency token).</summary>
    public long Revision { get; set; }

    public AuditSubject AuditSubject => AuditSubject.Watchlist(Id);
}

internal sealed class WatchlistEntry : IAudited
{
    public required Guid Id { get; init; }

    public required Guid WatchlistId { get; init; }

    /// <summary><see cref="EntryDetails"/>, sealed: everything personal that is text.</summary>
    public required SealedValue Details { get; init; }

    /// <summary>Random pseudonym, unique.</summary>
    public required string Reference { get; init; }

    public required Category Category { get; init; }

    /// <summary>That a person marked somebody under 18; why they have to be listed stands in the details.</summary>
    public required bool IsUnder18 { get; init; }

    public required DateOnly ImageDate { get; init; }

    public required LegalGround LegalBasis { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required int PhotoWidth { get; set; }

    public required int PhotoHeight { get; set; }

    public required double FaceWidth { get; set; }

    public required double InterEyeDistance { get; set; }

    public required double Sharpness { get; set; }

    public required double Quality { get; set; }

    /// <summary>SHA-256 of the manifest of the pack that made the template.</summary>
    public required byte[] PackDigest { get; set; }

    public required string AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public EntryStatus Status { get; set; } = EntryStatus.Active;

    /// <summary>Alerts that people rejected since the entry was made, or since a person last kept it.</summary>
    public int Rejections { get; set; }

    public EntryImage? Image { get; init; }

    public AuditSubject AuditSubject => AuditSubject.Entry(Id);
}

/// <summary>What is biometric of an entry, apart from it so that lists of entries do not load it.</summary>
internal sealed class EntryImage
{
    public required Guid EntryId { get; init; }

    /// <summary>As uploaded: JPEG or PNG.</summary>
    public required SealedValue Photo { get; init; }

    /// <summary>Upright crop around the face, JPEG.</summary>
    public required SealedValue Crop { get; set; }

    /// <summary>L2-normalised single-precision values, little-endian.</summary>
    public required SealedValue Template { get; set; }
}

/// <summary>That an entry was suspended, by two rejected alerts or by a person, and what a person made of it.</summary>
internal sealed class EntrySuspension : IAudited
{
    public required Guid Id { get; init; }

    public required Guid EntryId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who suspended it; null: two rejected alerts did.</summary>
    public string? By { get; init; }

    /// <summary>Why, in that person's words; sealed.</summary>
    public SealedValue? Why { get; init; }

    /// <summary>Null while nobody decided; <see cref="EntryStatus.Active"/> or <see cref="EntryStatus.Withdrawn"/>.</summary>
    public EntryStatus? Outcome { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    /// <summary>Why, in that person's words; sealed.</summary>
    public SealedValue? Reason { get; set; }

    public AuditSubject AuditSubject => AuditSubject.Entry(EntryId);
}

/// <summary>A warning of the lint that the author has seen and takes responsibility for.</summary>
internal sealed class AcknowledgedFinding : IAudited
{
    public required Guid WatchlistId { get; init; }

    /// <summary><see cref="Lint.LintFinding.Id"/>.</summary>
    public required string FindingId { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public AuditSubject AuditSubject => AuditSubject.Watchlist(WatchlistId);
}
