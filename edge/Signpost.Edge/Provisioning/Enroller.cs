using System.Security.Cryptography;
using System.Text;
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
/// Gives the unit an identity: keys are born here, a claim token opens the control plane's door, a second person lets the unit in, and what comes back is
/// checked and tried before it counts. Whatever fails leaves the identity that was there as it was. The keys wait on the disk, so that a unit that lost its
/// power while it waited goes on waiting, with the same token.
/// </summary>
public sealed class Enroller(IdentityStore store, BoardFacts board, string softwareVersion, TimeProvider time, Random jitter, ILogger<Enroller> logger)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Enrols the unit; returns when somebody has let it in.</summary>
    /// <exception cref="ProvisioningException">It failed, nothing that counted before changed, and the message says what to do.</exception>
    public async Task<UnitIdentity> EnrolAsync(Provision provision, CancellationToken cancellationToken)
    {
        var servers = ServerTrust.WithoutTime(provision.Authority);
        using var keys = Keys(provision);
        var (reply, now) = await AskAsync(provision, keys, servers, cancellationToken).ConfigureAwait(false);
        var (certificate, why) = EnrolmentLine.Check(reply.Certificate, keys.IdentityKey, reply.UnitId, provision.Authority, now);
        if (certificate is null) throw new ProvisioningException($"{provision.EnrolmentUrl} answered with a certificate that is not this unit's: {why}.");
        using (certificate)
        {
            Storing(reply.UnitId, () => store.Complete(Facts(reply, provision, now), certificate, provision.Authority));
        }

        await TryAsync(servers, cancellationToken).ConfigureAwait(false);
        Storing(reply.UnitId, store.Promote);
        Log.Enrolled(logger, reply.UnitId, reply.UnitsHost, reply.UnitsPort);
        return store.Load();
    }

    private PreparedKeys Keys(Provision provision)
    {
        var occasion = SHA256.HashData(Encoding.UTF8.GetBytes(provision.ClaimToken));
        if (store.Resume(occasion) is { } kept) return kept;
        var keys = new PreparedKeys(P256.CreateKey(), P256.CreateKey(), []);
        keys = keys with { Request = UnitCertificateRequest.Create(keys.IdentityKey) };
        Storing("nobody", () => store.Prepare(keys.IdentityKey, keys.SigningKey, keys.Request, occasion));
        return keys;
    }

    private async Task<(EnrolReply Reply, DateTimeOffset Now)> AskAsync(
        Provision provision, PreparedKeys keys, ServerTrust servers, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause, jitter);
        var isKnown = false;
        while (true)
        {
            try
            {
                var (reply, now) = await CallAsync(provision, keys, servers, cancellationToken).ConfigureAwait(false);
                if (!reply.Certificate.IsEmpty) return (reply, now);
                if (!isKnown) Log.Waiting(logger, reply.UnitId, Convert.ToHexStringLower(board.Digest));
                isKnown = true;
            }
            catch (RpcException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("Enrolment was stopped.", cancellationToken);
            }
            catch (RpcException failure) when (isKnown && !IsRefusal(failure))
            {
                Log.EnrolmentUnreachable(logger, failure.Status.Detail);
            }
            catch (RpcException failure)
            {
                // Keys that were refused open nothing any more; the others may have been taken, and the answer lost.
                if (IsRefusal(failure)) Storing("nobody", store.Discard);
                throw new ProvisioningException(Explain(failure, provision.EnrolmentUrl), failure);
            }

            await Task.Delay(backoff.Next(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(EnrolReply Reply, DateTimeOffset Now)> CallAsync(
        Provision provision, PreparedKeys keys, ServerTrust servers, CancellationToken cancellationToken)
    {
        var url = provision.EnrolmentUrl;
        using var line = ControlPlaneLine.Open(url.Host, url.Port, provision.Authority, servers, identity: null);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var nonce = RandomNumberGenerator.GetBytes(TimeSigner.NonceLength);
        var reply = await new Enrolment.EnrolmentClient(line).EnrolAsync(
            new EnrolRequest
            {
                ClaimToken = provision.ClaimToken,
                IdentityCsr = ByteString.CopyFrom(keys.Request),
                SigningPublicKey = ByteString.CopyFrom(keys.SigningKey.ExportSubjectPublicKeyInfo()),
                SigningProof = ByteString.CopyFrom(EnrolmentProof.Create(keys.SigningKey, provision.ClaimToken, keys.Request)),
                BoardDigest = ByteString.CopyFrom(board.Digest),
                SimulatedBoard = board.IsSimulated,
                SoftwareVersion = softwareVersion,
                TimeNonce = ByteString.CopyFrom(nonce),
            },
            cancellationToken: deadline.Token).ConfigureAwait(false);
        return (reply, Check(reply, provision, servers, nonce));
    }

    // The new identity is tried before it takes the place of one that works; the first of all has nothing to lose.
    private async Task TryAsync(ServerTrust servers, CancellationToken cancellationToken)
    {
        if (!store.Exists) return;
        using var candidate = store.LoadCandidate() ?? throw new ProvisioningException("The new identity is not newer than the present one, which stays.");
        using var line = new EnrolmentLine(candidate, servers);
        try
        {
            await line.ConfirmAsync(new TimeQuestion(time.GetTimestamp()), cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException failure)
        {
            Storing(candidate.UnitId, store.Discard);
            throw new ProvisioningException($"The control plane does not take the new identity ({failure.Status.Detail}); the present one stays.", failure);
        }
    }

    private static bool IsRefusal(RpcException failure) => failure.StatusCode is
        StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.InvalidArgument;

    private static string Explain(RpcException failure, Uri url) => failure.StatusCode switch
    {
        StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.NotFound or StatusCode.AlreadyExists =>
            $"Enrolment refused by {url}: {failure.Status.Detail}. Create a new claim token in the console (Units), put it into the claim token file and start again.",
        StatusCode.FailedPrecondition or StatusCode.InvalidArgument =>
            $"Enrolment refused by {url}: {failure.Status.Detail}.",
        _ => $"Enrolment at {url} failed ({failure.StatusCode}: {failure.Status.Detail}). Check the address, the network and that controlPlaneCa is this control plane's, then start again; "
            + "the token may have been used: if it is refused then, create a new one.",
    };

    private static DateTimeOffset Check(EnrolReply reply, Provision provision, ServerTrust servers, byte[] nonce)
    {
        var url = provision.EnrolmentUrl;
        if (!Topics.IsValidUnitId(reply.UnitId) || !IsPort(reply.UnitsPort) || !IsPort(reply.BrokerPort) || !IsPort(reply.EnrolmentPort)
            || Uri.CheckHostName(reply.UnitsHost) == UriHostNameType.Unknown || Uri.CheckHostName(reply.BrokerHost) == UriHostNameType.Unknown)
            throw new ProvisioningException($"{url} answered with no usable id or addresses; update the control plane or this unit.");
        if (!reply.IssuingCa.Span.SequenceEqual(provision.Authority.RawData))
            throw new ProvisioningException($"{url} issues from another authority than controlPlaneCa; get a new provision file.");
        if (!TimeVerifier.Verify(reply.Time, provision.Authority, reply.UnitId, nonce, DateTimeOffset.MinValue).TryGet(out var told, out var refusal))
            throw new ProvisioningException($"{url} did not say the time: {refusal.Detail} Update the control plane or this unit.");
        if (!servers.AgreesWith(ControlPlaneLine.NameOf(url.Host, url.Port), told.Time))
            throw new ProvisioningException($"{url} says that it is {told.Time:u}, when its own certificate is not valid; look at the control plane's clock.");
        return told.Time;

        static bool IsPort(uint port) => port is > 0 and <= ushort.MaxValue;
    }

    private static void Storing(string unitId, Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProvisioningException(
                $"The identity of {unitId} cannot be stored: {failure.Message} Make room or give access, and start again: the same claim token goes on.", failure);
        }
    }

    private static IdentityFacts Facts(EnrolReply reply, Provision provision, DateTimeOffset now) => new()
    {
        UnitId = reply.UnitId,
        RosterRoot = provision.RosterRoot,
        UnitsHost = reply.UnitsHost,
        UnitsPort = (int)reply.UnitsPort,
        EnrolmentPort = (int)reply.EnrolmentPort,
        BrokerHost = reply.BrokerHost,
        BrokerPort = (int)reply.BrokerPort,
        IssuedAt = now,
    };
}
