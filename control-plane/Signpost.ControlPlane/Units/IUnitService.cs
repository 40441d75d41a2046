using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units;

/// <summary>Median and 95th percentile of one stage of the frame path.</summary>
public sealed record StageTimes(TimeSpan P50, TimeSpan P95);

/// <summary>A unit's last health report.</summary>
public sealed record UnitHealthView(
    DateTimeOffset ReceivedAt, UnitState State, IReadOnlyList<SuspensionReason> Reasons, RefusalReason Refusal, ulong Frames, ulong DroppedFrames, ulong Faces, ulong Tracks,
    ulong Searches, ulong MatchEvents, double FramesPerSecond, uint QueuedMessages, ulong MemoryBytes, ulong PeakMemoryBytes, StageTimes Decode, StageTimes Detect,
    StageTimes Track, StageTimes Embed, StageTimes Search, DateTimeOffset UnitTime, ulong DesiredVersion, bool SourceEnded);

/// <summary>A camera unit.</summary>
/// <param name="BoardDigest">SHA-256 of its board file, hexadecimal.</param>
/// <param name="Connected">Whether it reported within the last five seconds or holds a desired-state stream to this process.</param>
/// <param name="DesiredVersion">The version that the control plane wants it to have taken.</param>
/// <param name="Cameras">Fingerprints of what it looks through, as it last said.</param>
/// <param name="Position">Where it stands, as its engineer declared it; null: not declared, and no order will do.</param>
public sealed record UnitView(
    string Id, string Site, DateTimeOffset EnrolledAt, DateTimeOffset? RevokedAt, string SoftwareVersion, string BoardDigest, bool SimulatedBoard, DateTimeOffset CertificateNotAfter, bool Connected, DateTimeOffset? LastSeenAt,
    ulong DesiredVersion, Guid? DeploymentId, IReadOnlyList<string> Cameras, Corner? Position, UnitHealthView? Health);

/// <summary>A claim token, shown once: it opens one enrolment until it expires.</summary>
public sealed record ClaimTokenView(string Token, string Site, DateTimeOffset ExpiresAt);

/// <summary>Units: provisioned by field engineers, seen by everybody on the staff.</summary>
public interface IUnitService
{
    /// <summary>Field engineer or administrator. <paramref name="site"/>: 1 to 120 characters. Valid for 30 minutes, once.</summary>
    Task<Outcome<ClaimTokenView>> CreateClaimTokenAsync(StaffMember actor, string site, CancellationToken cancel = default);

    Task<Outcome<IReadOnlyList<UnitView>>> ListAsync(StaffMember actor, CancellationToken cancel = default);

    Task<Outcome<UnitView>> GetAsync(StaffMember actor, string unitId, CancellationToken cancel = default);

    /// <summary>Field engineer or administrator: the unit's certificate is no longer believed, its streams end, its deployment goes on without it.</summary>
    Task<Outcome<UnitView>> RevokeAsync(StaffMember actor, string unitId, string reason, CancellationToken cancel = default);
}

/// <summary>Says which unit's state, health or connection changed, after commit. At most a few a second per unit. Handlers must be quick and must not throw.</summary>
public interface IUnitFeed
{
    /// <summary>The unit's id.</summary>
    event Action<string>? UnitChanged;

    /// <summary>An order's id: drafted, signed, authorised, ended or expired.</summary>
    event Action<Guid>? DeploymentChanged;
}
