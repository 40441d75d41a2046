using System.Text.Json.Serialization;

namespace Signpost.Cli.Api;

internal sealed record SignInRequest(string UserName, string Password);

internal sealed record SignInReply(string AccessToken);

internal sealed record RosterRequest(string Roster, string RootPublicKey);

internal sealed record ClaimTokenRequest(string Site);

internal sealed record ClaimTokenReply(string Token, DateTimeOffset ExpiresAt);

internal sealed record WatchlistRequest(string Name);

internal sealed record CreatedReply(Guid Id);

internal sealed record EntryReply(Guid Id, string Reference);

internal sealed record LintReply(IReadOnlyList<FindingReply> Findings);

internal sealed record FindingReply(string Id, string Kind, string Severity, bool Acknowledged);

internal sealed record AcknowledgeRequest(IReadOnlyList<string> Findings);

internal sealed record CornerMessage(double Latitude, double Longitude);

internal sealed record OrderRequest(
    Guid WatchlistId,
    string Purpose,
    string LegalGround,
    string PlaceName,
    IReadOnlyList<CornerMessage> Place,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    IReadOnlyList<string> Categories,
    float Threshold,
    float NoDecisionFrom,
    string FalseAlertCeiling,
    IReadOnlyList<string> UnitIds,
    string EvidenceReference,
    DateTimeOffset EvidenceFrom,
    DateTimeOffset EvidenceTo,
    string ConsultationReference,
    string AssessmentReference,
    IReadOnlyList<SignMessage> Signs,
    int AlertRetentionHours);

internal sealed record SignMessage(string Id, double Latitude, double Longitude);

internal sealed record OrderReply(Guid Id, string State, DateTimeOffset NotAfter, IReadOnlyList<string> UnitIds);

internal sealed record EndRequest(string Reason);

internal sealed record StageReply(double P50Ms, double P95Ms);

internal sealed record HealthReply(
    DateTimeOffset ReceivedAt,
    string State,
    IReadOnlyList<string> Reasons,
    string Refusal,
    long Frames,
    long DroppedFrames,
    long Faces,
    long Tracks,
    long MatchEvents,
    double FramesPerSecond,
    long QueuedMessages,
    StageReply Decode,
    StageReply Detect,
    StageReply Track,
    StageReply Embed,
    StageReply Search,
    bool SourceEnded);

internal sealed record EnrolmentReply(Guid Id, string UnitId, string Site, string BoardDigest);

internal sealed record UnitReply(string Id, string Site, DateTimeOffset EnrolledAt, DateTimeOffset? RevokedAt, bool Connected, IReadOnlyList<string>? Cameras, HealthReply? Health);

internal sealed record AlertReply(
    long Id,
    Guid EventId,
    long Revision,
    string UnitId,
    Guid EntryId,
    string Reference,
    double Score,
    double Threshold,
    DateTimeOffset FirstCapturedAt,
    DateTimeOffset FirstStoredAt);

/// <summary>RFC 9457, with the control plane's stable code.</summary>
internal sealed record ProblemReply(string? Title, string? Detail, string? Code, int? Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SignInReply))]
[JsonSerializable(typeof(RosterRequest))]
[JsonSerializable(typeof(ClaimTokenRequest))]
[JsonSerializable(typeof(ClaimTokenReply))]
[JsonSerializable(typeof(WatchlistRequest))]
[JsonSerializable(typeof(CreatedReply))]
[JsonSerializable(typeof(EntryReply))]
[JsonSerializable(typeof(LintReply))]
[JsonSerializable(typeof(AcknowledgeRequest))]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(OrderReply))]
[JsonSerializable(typeof(List<OrderReply>))]
[JsonSerializable(typeof(EndRequest))]
[JsonSerializable(typeof(List<UnitReply>))]
[JsonSerializable(typeof(List<EnrolmentReply>))]
[JsonSerializable(typeof(List<AlertReply>))]
[JsonSerializable(typeof(ProblemReply))]
internal sealed partial class ApiJson : JsonSerializerContext;
