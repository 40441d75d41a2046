using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

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

/// <summary>A corner of the place, degrees, WGS 84.</summary>
public sealed record Corner(double Latitude, double Longitude);

/// <summary>
/// What an author drafts. Window at most 24 h; threshold 0 &lt; t &lt; 1 (cosine), not below the certificate's lowest; no decision from above 0 and up to the threshold; at
/// least three corners; alert retention 1 to 744 h (31 days).
/// </summary>
public sealed record NewDeployment(
    Guid WatchlistId, Purpose Purpose, LegalGround LegalGround, string PlaceName, IReadOnlyList<Corner> Place, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    IReadOnlyList<Category> Categories, float Threshold, float NoDecisionFrom, FalseAlertCeiling FalseAlertCeiling, IReadOnlyList<string> UnitIds,
    string EvidenceReference, int AlertRetentionHours);

/// <summary>Who signed, in which role, when.</summary>
public sealed record SignatureView(string OfficerId, string UserName, StaffRole Role, DateTimeOffset SignedAt);

/// <summary>An order and how far it got. <paramref name="Certificate"/> is null where the order carries none that can be read.</summary>
public sealed record DeploymentView(
    Guid Id, DeploymentState State, Guid WatchlistId, string WatchlistName, int Entries, Purpose Purpose, LegalGround LegalGround, string PlaceName,
    IReadOnlyList<Corner> Place, DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<Category> Categories, float Threshold,
    float NoDecisionFrom, FalseAlertCeiling FalseAlertCeiling, CertificateView? Certificate, IReadOnlyList<string> UnitIds, string EvidenceReference, int AlertRetentionHours, string DraftedBy, DateTimeOffset DraftedAt,
    IReadOnlyList<SignatureView> Signatures, DateTimeOffset? AuthorisedAt, DateTimeOffset? EndedAt, string? EndedBy, string? EndReason);

/// <summary>What the signed-in officer's key must sign in the browser (ES256, raw r||s): the COSE to-be-signed bytes of both documents.</summary>
public sealed record OfficerToBeSigned(Guid DeploymentId, string OfficerId, byte[] Order, byte[] BundleHeader);

/// <summary>Orders: drafted by an author, signed by the author and by an authorising officer, who is another person.</summary>
public interface IDeploymentService
{
    /// <summary>The certificate that the next order will carry, or order.no-certificate with what to do.</summary>
    Outcome<PackCertificate> Certificate(StaffMember actor);

    /// <summary>Author. Compiles and encrypts the bundle, freezes the watchlist. The units must be known and not revoked, and the certificate must bear threshold and list.</summary>
    Task<Outcome<DeploymentView>> DraftAsync(StaffMember actor, NewDeployment deployment, CancellationToken cancel = default);

    Task<Outcome<IReadOnlyList<DeploymentView>>> ListAsync(StaffMember actor, CancellationToken cancel = default);

    Task<Outcome<DeploymentView>> GetAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default);

    /// <summary>The signing request (JSON) that <c>signpost order sign</c> takes.</summary>
    Task<Outcome<string>> SigningRequestAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default);

    /// <summary>The bytes for WebCrypto, for the acting officer.</summary>
    Task<Outcome<OfficerToBeSigned>> ToBeSignedAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default);

    /// <summary>
    /// Takes the acting officer's signing response (JSON of <c>signpost order sign</c>). The author's comes first; the authorising officer's authorises, after both documents
    /// passed the verifier that the units use, and reaches connected units at once.
    /// </summary>
    Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, string signingResponse, CancellationToken cancel = default);

    /// <summary>The same with raw signatures (64 bytes each) as WebCrypto makes them.</summary>
    Task<Outcome<DeploymentView>> SignAsync(
        StaffMember actor, Guid deploymentId, ReadOnlyMemory<byte> orderSignature, ReadOnlyMemory<byte> bundleHeaderSignature, CancellationToken cancel = default);

    /// <summary>Author or authorising officer: units drop the list at once. <paramref name="reason"/>: 1 to 500 characters.</summary>
    Task<Outcome<DeploymentView>> EndAsync(StaffMember actor, Guid deploymentId, string reason, CancellationToken cancel = default);
}
