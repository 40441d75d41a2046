using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Alerts;

/// <summary>A visit that matched, as of its newest revision. Identity: (unit, event id).</summary>
internal sealed class Alert
{
    public long Id { get; init; }

    public required string UnitId { get; init; }

    public required Guid EventId { get; init; }

    public required long Revision { get; set; }

    public required Guid DeploymentId { get; init; }

    public required Guid EntryId { get; set; }

    public required string Reference { get; set; }

    public required float Score { get; set; }

    public required float Threshold { get; init; }

    public required DateTimeOffset VisitStartedAt { get; set; }

    public required DateTimeOffset FirstCapturedAt { get; set; }

    public required DateTimeOffset CapturedAt { get; set; }

    public required DateTimeOffset DecidedAt { get; set; }

    public required DateTimeOffset FirstStoredAt { get; init; }

    public required DateTimeOffset StoredAt { get; set; }

    /// <summary>JSON array of shots: time, quality and its components, face width, score.</summary>
    public required string ShotsJson { get; set; }

    public required float FaceX { get; set; }

    public required float FaceY { get; set; }

    public required float FaceWidth { get; set; }

    public required float FaceHeight { get; set; }

    public required int FrameWidth { get; set; }

    public required int FrameHeight { get; set; }

    /// <summary>The entry was suspended or withdrawn when it came: it is kept, and nobody is called to look.</summary>
    public bool OfSuspendedEntry { get; set; }

    public AlertProbe? Probe { get; set; }

    public AlertDecisionRow? Decision { get; init; }
}

/// <summary>The probe crop of the newest revision (JPEG), apart so that lists do not load it.</summary>
internal sealed class AlertProbe
{
    public long AlertId { get; init; }

    public required SealedValue Jpeg { get; set; }
}

internal sealed class AlertDecisionRow : IAudited
{
    public required long AlertId { get; init; }

    public required AlertDecision Decision { get; init; }

    /// <summary>The reason, in that person's words; sealed, because people write names into notes.</summary>
    public required SealedValue Note { get; init; }

    public required Guid StaffId { get; init; }

    public required string DecidedBy { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The revision that the person looked at.</summary>
    public required long Revision { get; init; }

    public AuditSubject AuditSubject => AuditSubject.Alert(AlertId);
}

/// <summary>That a person saw a revision of an alert.</summary>
internal sealed class AlertSighting : IAudited
{
    public required long AlertId { get; init; }

    public required Guid StaffId { get; init; }

    public required long Revision { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public AuditSubject AuditSubject => AuditSubject.Alert(AlertId);
}
