using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A unit's keys, and what it makes with them.</summary>
internal sealed class TestUnit : IDisposable
{
    public string Id { get; set; } = "";

    public ECDsa IdentityKey { get; } = P256.CreateKey();

    public ECDsa SigningKey { get; } = P256.CreateKey();

    public EnrolRequest EnrolRequest(string token, bool simulated = false)
    {
        var csr = UnitCertificateRequest.Create(IdentityKey);
        return new EnrolRequest
        {
            ClaimToken = token,
            IdentityCsr = ByteString.CopyFrom(csr),
            SigningPublicKey = ByteString.CopyFrom(SigningKey.ExportSubjectPublicKeyInfo()),
            SigningProof = ByteString.CopyFrom(EnrolmentProof.Create(SigningKey, token, csr)),
            BoardDigest = ByteString.CopyFrom(SHA256.HashData("board"u8)),
            SimulatedBoard = simulated,
            SoftwareVersion = "0.1.0",
            TimeNonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(TimeSigner.NonceLength)),
        };
    }

    /// <summary>Asks for a certificate for <paramref name="key"/>.</summary>
    public RenewRequest RenewRequest(ECDsa key)
    {
        var csr = UnitCertificateRequest.Create(key);
        return new RenewRequest
        {
            IdentityCsr = ByteString.CopyFrom(csr),
            SigningProof = ByteString.CopyFrom(EnrolmentProof.CreateForRenewal(SigningKey, Id, csr)),
            TimeNonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(TimeSigner.NonceLength)),
        };
    }

    public void Dispose()
    {
        IdentityKey.Dispose();
        SigningKey.Dispose();
    }
}
