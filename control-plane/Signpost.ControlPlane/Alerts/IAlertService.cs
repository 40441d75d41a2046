using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Alerts;

/// <summary>What a person decided on an alert.</summary>
public enum AlertDecision
{
    /// <summary>Nobody decided yet.</summary>
    None = 0,

    /// <summary>The probe shows the person of the reference.</summary>
    Confirm = 1,

    /// <summary>It does not.</summary>
    Reject = 2,
}

/// <summary>A decision: by whom, when, why, and the revision that the person looked at.</summary>
public sealed record DecisionView(AlertDecision Decision, string Reason, string DecidedBy, DateTimeOffset DecidedAt, long Revision);

/// <summary>Components of a shot's quality, 0 to 100 each, named as ISO/IEC 29794-5 names them.</summary>
public sealed record ShotComponents(
    float Sharpness, float UnderExposurePrevention, float OverExposurePrevention, float DynamicRange, float InterEyeDistance, float Yaw, float Pitch, float Roll,
    float FrameEdge, float DetectorConfidence);

/// <summary>A shot of the visit: when, its quality (0..100), its face's width in pixels, its own score against the entry, what the quality is made of.</summary>
public sealed record ShotView(DateTimeOffset CapturedAt, float Quality, float FaceWidth, float Score = 0, ShotComponents? Components = null);

/// <summary>An alert: one visit of one person before one unit that matched, as of its newest revision.</summary>
/// <param name="Id">Grows in the order of storing.</param>
/// <param name="FirstCapturedAt">Frame that completed the first decision. <paramref name="CapturedAt"/>: that of the newest revision.</param>
/// <param name="DisplayName">Null for staff who see no names and faces.</param>
/// <param name="OfSuspendedEntry">Its entry was suspended or withdrawn when it came: it waits for nobody.</param>
public sealed record AlertView(
    long Id, Guid EventId, long Revision, string UnitId, string Site, Guid DeploymentId, string PlaceName, Guid EntryId, string Reference, string? DisplayName,
    Category Category, string EntryReason, float Score, float Threshold, DateTimeOffset FirstCapturedAt, DateTimeOffset CapturedAt, DateTimeOffset VisitStartedAt,
    DateTimeOffset FirstStoredAt, DateTimeOffset StoredAt, IReadOnlyList<ShotView> Shots, DecisionView? Decision, bool OfSuspendedEntry = false);

/// <summary>Alerts ask a trained person to look. Operators and authorising officers; authors, administrators and auditors see no probes.</summary>
public interface IAlertService
{
    /// <summary>Alerts with an id above <paramref name="afterId"/>, oldest first, at most <paramref name="limit"/> (1 to 1,000).</summary>
    Task<Outcome<IReadOnlyList<AlertView>>> ListAsync(StaffMember actor, long afterId, int limit, CancellationToken cancel = default);

    /// <summary>The newest alerts, newest first, at most <paramref name="limit"/> (1 to 1,000); <paramref name="undecidedOnly"/> leaves out those decided and those of suspended entries.</summary>
    Task<Outcome<IReadOnlyList<AlertView>>> NewestAsync(StaffMember actor, int limit, bool undecidedOnly, CancellationToken cancel = default);

    Task<Outcome<AlertView>> GetAsync(StaffMember actor, long alertId, CancellationToken cancel = default);

    /// <summary>The probe crop of the newest revision (JPEG). The first look of each person at each revision goes on record.</summary>
    Task<Outcome<Picture>> ProbeAsync(StaffMember actor, long alertId, CancellationToken cancel = default);

    /// <summary>The reference crop beside it (JPEG). Goes on record like the probe.</summary>
    Task<Outcome<Picture>> ReferenceAsync(StaffMember actor, long alertId, CancellationToken cancel = default);

    /// <summary>
    /// Operator or authorising officer: confirm or reject, once, with a reason (1 to 500 characters). <paramref name="revision"/> is the revision looked at; null: the newest.
    /// </summary>
    Task<Outcome<AlertView>> DecideAsync(
        StaffMember actor, long alertId, AlertDecision decision, string reason, long? revision, CancellationToken cancel = default);
}

/// <summary>What happened to an alert.</summary>
public readonly record struct AlertChange(long AlertId, string UnitId, bool IsNew, bool IsDecision, bool OfSuspendedEntry = false);

/// <summary>Says that an alert was stored, revised or decided, after commit. Handlers must be quick and must not throw.</summary>
public interface IAlertFeed
{
    event Action<AlertChange>? AlertChanged;
}
