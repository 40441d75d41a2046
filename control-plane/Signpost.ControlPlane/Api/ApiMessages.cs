using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Api;

internal sealed record SignInRequest(string UserName, string Password, string? Code = null);

internal sealed record RosterRequest(byte[] Roster, byte[]? RootPublicKey = null);

internal sealed record ClaimTokenRequest(string Site);

internal sealed record ClaimTokenReply(string Token, string Site, DateTimeOffset ExpiresAt);

internal sealed record WatchlistRequest(string Name);

internal sealed record AcknowledgeRequest(IReadOnlyList<string> Findings, DateTimeOffset? Until = null);

internal enum SuspensionDecision
{
    Suspend,
    Keep,
    Withdraw,
}

internal sealed record SuspensionRequest(SuspensionDecision Decision, string Reason);

internal sealed record OrderRequest(
    Guid WatchlistId, Purpose Purpose, LegalGround LegalGround, string PlaceName, IReadOnlyList<Corner> Place, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    IReadOnlyList<Category> Categories, float Threshold, float NoDecisionFrom, FalseAlertCeiling FalseAlertCeiling, IReadOnlyList<string> UnitIds,
    string EvidenceReference, DateTimeOffset EvidenceFrom, DateTimeOffset EvidenceTo, string ConsultationReference, string AssessmentReference, IReadOnlyList<PlannedSign> Signs,
    int AlertRetentionHours, int WatchlistRetentionHours = 24, int StaleLimitMinutes = 60, string? UrgencyReason = null, Guid? ReplacesId = null)
{
    public NewDeployment ToDraft() => new(
        WatchlistId, Purpose, LegalGround, PlaceName, Place, NotBefore, NotAfter, Categories, Threshold, NoDecisionFrom, FalseAlertCeiling, UnitIds, EvidenceReference,
        EvidenceFrom, EvidenceTo, ConsultationReference, AssessmentReference, Signs, AlertRetentionHours, WatchlistRetentionHours, StaleLimitMinutes, UrgencyReason, ReplacesId);
}

internal sealed record EndRequest(string Reason);

internal sealed record DecisionRequest(AlertDecision Decision, string Reason, long? Revision = null);

internal sealed record StageReply(double P50Ms, double P95Ms)
{
    public static StageReply From(StageTimes times) => new(times.P50.TotalMilliseconds, times.P95.TotalMilliseconds);
}

internal sealed record HealthMessage(
    DateTimeOffset ReceivedAt, UnitState State, IReadOnlyList<SuspensionReason> Reasons, RefusalReason Refusal, ulong Frames, ulong DroppedFrames, ulong Faces, ulong Tracks,
    ulong Searches, ulong MatchEvents, double FramesPerSecond, uint QueuedMessages, ulong MemoryBytes, ulong PeakMemoryBytes, StageReply Decode, StageReply Detect,
    StageReply Track, StageReply Embed, StageReply Search, DateTimeOffset UnitTime, ulong DesiredVersion, bool SourceEnded)
{
    public static HealthMessage From(UnitHealthView x) => new(
        x.ReceivedAt, x.State, x.Reasons, x.Refusal, x.Frames, x.DroppedFrames, x.Faces, x.Tracks, x.Searches, x.MatchEvents, x.FramesPerSecond, x.QueuedMessages,
        x.MemoryBytes, x.PeakMemoryBytes, StageReply.From(x.Decode), StageReply.From(x.Detect), StageReply.From(x.Track), StageReply.From(x.Embed),
        StageReply.From(x.Search), x.UnitTime, x.DesiredVersion, x.SourceEnded);
}

internal sealed record UnitMessage(
    string Id, string Site, DateTimeOffset EnrolledAt, DateTimeOffset? RevokedAt, string SoftwareVersion, string BoardDigest, bool SimulatedBoard, DateTimeOffset CertificateNotAfter, bool Connected,
    DateTimeOffset? LastSeenAt, ulong DesiredVersion, Guid? OrderId, IReadOnlyList<string> Cameras, Corner? Position, HealthMessage? Health)
{
    public static UnitMessage From(UnitView x) => new(
        x.Id, x.Site, x.EnrolledAt, x.RevokedAt, x.SoftwareVersion, x.BoardDigest, x.SimulatedBoard, x.CertificateNotAfter, x.Connected, x.LastSeenAt, x.DesiredVersion, x.DeploymentId, x.Cameras, x.Position,
        x.Health is null ? null : HealthMessage.From(x.Health));
}
