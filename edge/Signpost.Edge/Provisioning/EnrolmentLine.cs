using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>A short line to the enrolment service, for one identity of any date.</summary>
internal sealed class EnrolmentLine(UnitIdentity identity, ServerTrust servers) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Grpc.Net.Client.GrpcChannel _line =
        ControlPlaneLine.Open(identity.Enrolment.Host, identity.Enrolment.Port, identity.Authority, servers, identity.Certificate);

    /// <summary>Under which <see cref="ServerTrust"/> knows who answers.</summary>
    public string Name { get; } = ControlPlaneLine.NameOf(identity.Enrolment.Host, identity.Enrolment.Port);

    /// <summary>Asks what the certificate is worth; from a renewed one's first confirmation on, the earlier counts no more.</summary>
    /// <exception cref="RpcException">Refused (see <see cref="RefusalCode"/>), or not reached.</exception>
    public Task<ConfirmReply> ConfirmAsync(TimeQuestion question, CancellationToken cancellationToken) =>
        WithinAsync(token => Client.ConfirmAsync(new ConfirmRequest { TimeNonce = question.ToByteString() }, cancellationToken: token), cancellationToken);

    /// <summary>Asks for a certificate for a new key.</summary>
    /// <exception cref="RpcException">Refused, or not reached.</exception>
    public Task<RenewReply> RenewAsync(byte[] request, TimeQuestion question, CancellationToken cancellationToken) =>
        WithinAsync(
            token => Client.RenewAsync(
                new RenewRequest
                {
                    IdentityCsr = ByteString.CopyFrom(request),
                    SigningProof = ByteString.CopyFrom(EnrolmentProof.CreateForRenewal(identity.SigningKey, identity.UnitId, request)),
                    TimeNonce = question.ToByteString(),
                },
                cancellationToken: token),
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    /// <summary>The certificate, if it is one for the key and the unit.</summary>
    /// <param name="der">As issued.</param>
    /// <param name="key">The key that it was asked for.</param>
    /// <param name="unitId">The name that it has to carry.</param>
    /// <param name="authority">Whose it has to be.</param>
    /// <param name="now">The signed time.</param>
    /// <returns>The certificate, which the caller disposes; or null, and why.</returns>
    public static (X509Certificate2? Certificate, string Why) Check(ByteString der, ECDsa key, string unitId, X509Certificate2 authority, DateTimeOffset now)
    {
        if (PeerCertificates.TryRead(der.Span) is not var (certificate, certified)) return (null, "it is no certificate");
        using (certified)
        {
            return Check(certificate, certified, key, unitId, authority, now);
        }
    }

    private static (X509Certificate2? Certificate, string Why) Check(
        X509Certificate2 certificate, ECDsa certified, ECDsa key, string unitId, X509Certificate2 authority, DateTimeOffset now)
    {
        var isOurs = certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
        var subject = PeerCertificates.UnitIdOf(certificate, authority, now);
        if (isOurs && subject.IsAccepted && subject.Value == unitId) return (certificate, "");
        certificate.Dispose();
        return (null, subject.Refusal?.Detail ?? "it is for another key or name");
    }

    private Enrolment.EnrolmentClient Client => new(_line);

    private static async Task<T> WithinAsync<T>(Func<CancellationToken, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        return await call(deadline.Token).ConfigureAwait(false);
    }
}
