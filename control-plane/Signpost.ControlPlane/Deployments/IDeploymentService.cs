using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Where a deployment stands. It goes only forward.</summary>
public enum DeploymentState
{
    /// <summary>Drafted; waiting for signatures.</summary>
    Drafted = 1,

    /// <summary>Both officers signed; the units have it.</summary>
    Authorised = 2,

    /// <summary>Ended by a person before its time, or withdrawn before it was authorised.</summary>
    Ended = 3,

    /// <summary>Its window is over.</summary>
    Expired = 4,
}

/// <summary>A sign of the plan: where it stands, degrees, WGS 84. Id: 1 to 64 of a-z, 0-9 and '-'.</summary>
public sealed record PlannedSign(string Id, double Latitude, double Longitude);

/// <summary>
/// What an author drafts. Window at most 24 h; threshold 0 &lt; t &lt; 1 (cosine), not below the certificate's lowest; no decision from above 0 and up to the threshold; at
/// least three corners; alert retention 1 to 744 h (31 days); watchlist retention 0 to 24 h after the end; stale limit 1 to 1440 min. References: one line each. The cameras
/// are those that the units look through.
/// </summary>
/// <param name="UrgencyReason">Set: begun by the authorising officer who drafts it, alone, and over after 24 h unless a senior one ratifies it.</param>
/// <param name="ReplacesId">An order in force whose units this one takes over the moment it is authorised: they go from one list to the other without being without.</param>
public sealed record NewDeployment(
    Guid WatchlistId, Purpose Purpose, LegalGround LegalGround, string PlaceName, IReadOnlyList<Corner> Place, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    IReadOnlyList<Category> Categories, float Threshold, float NoDecisionFrom, FalseAlertCeiling FalseAlertCeiling, IReadOnlyList<string> UnitIds,
    string EvidenceReference, DateTimeOffset EvidenceFrom, DateTimeOffset EvidenceTo, string ConsultationReference, string AssessmentReference, IReadOnlyList<PlannedSign> Signs,
    int AlertRetentionHours, int WatchlistRetentionHours = 24, int StaleLimitMinutes = 60, string? UrgencyReason = null, Guid? ReplacesId = null);

/// <summary>Who signed, in which role, when.</summary>
public sealed record SignatureView(string OfficerId, string UserName, StaffRole Role, DateTimeOffset SignedAt);

/// <summary>An order and how far it got. <paramref name="Certificate"/> is null where the order carries none that can be read.</summary>
public sealed record DeploymentView(
    Guid Id, DeploymentState State, Guid WatchlistId, string WatchlistName, int Entries, Purpose Purpose, LegalGround LegalGround, string PlaceName,
    IReadOnlyList<Corner> Place, DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<Category> Categories, float Threshold,
    float NoDecisionFrom, FalseAlertCeiling FalseAlertCeiling, CertificateView? Certificate, IReadOnlyList<string> UnitIds, string EvidenceReference, int AlertRetentionHours, string DraftedBy, DateTimeOffset DraftedAt,
    IReadOnlyList<SignatureView> Signatures, DateTimeOffset EvidenceFrom, DateTimeOffset EvidenceTo, string ConsultationReference, string AssessmentReference,
    IReadOnlyList<PlannedSign> Signs, IReadOnlyList<UnitCamera> Cameras, int WatchlistRetentionHours, int StaleLimitMinutes, string? UrgencyReason, DateTimeOffset? RatifyBy, DateTimeOffset? RatifiedAt,
    DateTimeOffset? AuthorisedAt, DateTimeOffset? EndedAt, string? EndedBy, string? EndReason,
    DeletionView Deletion, Guid? ReplacesId = null);

/// <summary>How far the deletion of an order's list on its units got, by their own signed word.</summary>
/// <param name="Given">Units that were handed the list's key.</param>
/// <param name="Confirmed">Of them, those whose every boot that had it has vouched for its deletion.</param>
/// <param name="Missing">The others.</param>
/// <param name="IsIncomplete">The order ended a day ago or longer, and some are missing: this belongs in what the public sees of the deployment.</param>
public sealed record DeletionView(int Given, int Confirmed, IReadOnlyList<string> Missing, bool IsIncomplete)
{
    /// <summary>How long after an order's end the receipts may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);
}

/// <summary>A camera that the order names.</summary>
public sealed record UnitCamera(string UnitId, string Fingerprint);

/// <summary>What the signed-in officer's key must sign in the browser (ES256, raw r||s): the COSE to-be-signed bytes of both documents.</summary>
/// <param name="Challenge">For a passkey instead: 32 bytes for <c>navigator.credentials.get</c>.</param>
public sealed record OfficerToBeSigned(Guid DeploymentId, string OfficerId, byte[] Order, byte[] BundleHeader, byte[] Challenge);

/// <summary>Orders: drafted by an author, signed by the author and by an authorising officer, who is another person.</summary>
public interface IDeploymentService
{
    /// <summary>The certificate that the next order will carry, or order.no-certificate with what to do.</summary>
    Outcome<PackCertificate> Certificate(StaffMember actor);

    /// <summary>Author, or an authorising officer where it is urgent. Compiles and encrypts the bundle, freezes the watchlist. The units must be known and not revoked, and the
    /// certificate must bear threshold and list.</summary>
    Task<Outcome<DeploymentView>> DraftAsync(StaffMember actor, NewDeployment deployment, CancellationToken cancel = default);

    Task<Outcome<IReadOnlyList<DeploymentView>>> ListAsync(StaffMember actor, CancellationToken cancel = default);

    Task<Outcome<DeploymentView>> GetAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default);

    /// <summary>The bundle of an order in force as a file, for units that cannot fetch it: encrypted, and nobody's key is in it. Field engineer, author or authorising officer; it goes
    /// on the record.</summary>
    Task<Outcome<byte[]>> BundleFileAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default);

    /// <summary>The signing request (JSON) that <c>signpost order sign</c> takes.</summary>
    Task<Outcome<string>> SigningRequestAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default);

    /// <summary>The bytes for WebCrypto, for the acting officer.</summary>
    Task<Outcome<OfficerToBeSigned>> ToBeSignedAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default);

    /// <summary>
    /// Takes the acting officer's signing response (JSON of <c>signpost order sign</c>). The author's comes first; the authorising officer's authorises, after both documents
    /// passed the verifier that the units use, and reaches connected units at once. Where it is urgent, an authorising officer's alone begins it, and a senior one's, another
    /// person's, ratifies it, in time or later.
    /// </summary>
    Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, string signingResponse, CancellationToken cancel = default);

    /// <summary>The same with raw signatures (64 bytes each) as WebCrypto makes them.</summary>
    Task<Outcome<DeploymentView>> SignAsync(
        StaffMember actor, Guid deploymentId, ReadOnlyMemory<byte> orderSignature, ReadOnlyMemory<byte> bundleHeaderSignature, CancellationToken cancel = default);

    /// <summary>The same with a passkey's assertion over the challenge.</summary>
    Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, Assertion assertion, CancellationToken cancel = default);

    /// <summary>Author or authorising officer: units drop the list at once. <paramref name="reason"/>: 1 to 500 characters.</summary>
    Task<Outcome<DeploymentView>> EndAsync(StaffMember actor, Guid deploymentId, string reason, CancellationToken cancel = default);
}
