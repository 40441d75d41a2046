using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>What the unit says of its board when it enrols.</summary>
/// <param name="Digest">SHA-256 of the board file.</param>
/// <param name="IsSimulated">Whether its devices are simulated: a production control plane refuses such a unit.</param>
public sealed record BoardFacts(byte[] Digest, bool IsSimulated);

/// <summary>
/// Gives the unit its identity, once: keys are born here, a claim token opens the control plane's door, and what comes back is checked before
/// anything is kept.
/// </summary>
public sealed class Enroller(IdentityStore store, BoardFacts board, string softwareVersion, TimeProvider time, ILogger<Enroller> logger)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Enrols the unit.</summary>
    /// <exception cref="ProvisioningException">It failed; nothing was kept, and the message says what to do.</exception>
    public async Task<UnitIdentity> EnrolAsync(Provision provision, CancellationToken cancellationToken)
    {
        using var identityKey = P256.CreateKey();
        using var signingKey = P256.CreateKey();
        var request = UnitCertificateRequest.Create(identityKey);
        var reply = await CallAsync(provision, new EnrolRequest
        {
            ClaimToken = provision.ClaimToken,
            IdentityCsr = ByteString.CopyFrom(request),
            SigningPublicKey = ByteString.CopyFrom(signingKey.ExportSubjectPublicKeyInfo()),
            SigningProof = ByteString.CopyFrom(EnrolmentProof.Create(signingKey, provision.ClaimToken, request)),
            BoardDigest = ByteString.CopyFrom(board.Digest),
            SimulatedBoard = board.IsSimulated,
            SoftwareVersion = softwareVersion,
        }, cancellationToken).ConfigureAwait(false);

        using var certificate = Check(reply, provision, identityKey);
        try
        {
            store.Save(Facts(reply, provision), identityKey, signingKey, certificate, provision.Authority);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProvisioningException(
                $"Enrolled as {reply.UnitId}, but the identity cannot be stored: {failure.Message} Make room or give access, remove {reply.UnitId} in the console, and start again with a new claim token.", failure);
        }

        Log.Enrolled(logger, reply.UnitId, reply.UnitsHost, reply.UnitsPort);
        return store.Load();
    }

    private static async Task<EnrolReply> CallAsync(Provision provision, EnrolRequest request, CancellationToken cancellationToken)
    {
        using var line = ControlPlaneLine.Open(provision.EnrolmentUrl.Host, provision.EnrolmentUrl.Port, provision.Authority, identity: null);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            return await new Enrolment.EnrolmentClient(line).EnrolAsync(request, cancellationToken: deadline.Token).ConfigureAwait(false);
        }
        catch (RpcException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProvisioningException(Explain(failure, provision.EnrolmentUrl), failure);
        }
        catch (RpcException failure)
        {
            throw new OperationCanceledException("Enrolment was stopped.", failure, cancellationToken);
        }
    }

    private static string Explain(RpcException failure, Uri url) => failure.StatusCode switch
    {
        StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.NotFound or StatusCode.AlreadyExists =>
            $"Enrolment refused by {url}: {failure.Status.Detail}. Create a new claim token in the console (Units), put it into the claim token file and start again.",
        StatusCode.FailedPrecondition or StatusCode.InvalidArgument =>
            $"Enrolment refused by {url}: {failure.Status.Detail}.",
        _ => $"Enrolment at {url} failed ({failure.StatusCode}: {failure.Status.Detail}). Check the address, the network and that controlPlaneCa is this control plane's, then start again; "
            + "the token may have been used: if it is refused then, create a new one.",
    };

    private X509Certificate2 Check(EnrolReply reply, Provision provision, ECDsa identityKey)
    {
        if (!Topics.IsValidUnitId(reply.UnitId) || reply.UnitsPort is 0 or > ushort.MaxValue || reply.BrokerPort is 0 or > ushort.MaxValue
            || Uri.CheckHostName(reply.UnitsHost) == UriHostNameType.Unknown || Uri.CheckHostName(reply.BrokerHost) == UriHostNameType.Unknown)
            throw new ProvisioningException($"{provision.EnrolmentUrl} answered with no usable id or addresses; update the control plane or this unit.");
        if (!reply.IssuingCa.Span.SequenceEqual(provision.Authority.RawData))
            throw new ProvisioningException($"{provision.EnrolmentUrl} issues from another authority than controlPlaneCa; get a new provision file.");
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(reply.Certificate.Span);
        }
        catch (CryptographicException failure)
        {
            throw new ProvisioningException($"{provision.EnrolmentUrl} answered with no certificate.", failure);
        }

        using var certified = certificate.GetECDsaPublicKey();
        var isOurs = certified is not null && certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(identityKey.ExportSubjectPublicKeyInfo());
        var subject = PeerCertificates.UnitIdOf(certificate, provision.Authority, time.GetUtcNow());
        if (isOurs && subject.IsAccepted && subject.Value == reply.UnitId) return certificate;
        certificate.Dispose();
        throw new ProvisioningException($"{provision.EnrolmentUrl} answered with a certificate that is not this unit's: {subject.Refusal?.Detail ?? "another key or name"}. Check this unit's clock.");
    }

    private static IdentityFacts Facts(EnrolReply reply, Provision provision) => new()
    {
        UnitId = reply.UnitId,
        RosterRoot = provision.RosterRoot,
        UnitsHost = reply.UnitsHost,
        UnitsPort = (int)reply.UnitsPort,
        BrokerHost = reply.BrokerHost,
        BrokerPort = (int)reply.BrokerPort,
    };
}
