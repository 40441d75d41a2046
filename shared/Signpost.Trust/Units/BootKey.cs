using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A unit's HPKE key of one boot: born in memory, never written, gone with the process or on dispose. Content keys are sealed to
/// it.</summary>
public sealed class BootKey : IDisposable
{
    private readonly string unitId;
    private readonly ECDiffieHellman key;

    private BootKey(string unitId, ECDiffieHellman key, CertifiedBootKey certificate)
    {
        this.unitId = unitId;
        this.key = key;
        Certificate = certificate;
    }

    /// <summary>The public key with the unit's signature: what the control plane is shown.</summary>
    public CertifiedBootKey Certificate { get; }

    /// <summary>A new key, certified by the unit's signing key.</summary>
    public static BootKey Create(string unitId, ECDsa signingKey)
    {
        ArgumentNullException.ThrowIfNull(signingKey);
        var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = HpkePublicKey.Export(key);
        var signature = P256.Sign(signingKey, VerifiedBootKey.ToBeSigned(unitId, point));
        return new BootKey(unitId, key, new CertifiedBootKey { PublicKey = ByteString.CopyFrom(point), Signature = ByteString.CopyFrom(signature) });
    }

    /// <summary>Opens a content key that was sealed to this boot of this unit.</summary>
    /// <returns>The key, which the caller disposes, or: Malformed, WrongKey (sealed to another boot, unit or bundle, or altered).</returns>
    public Result<ContentKey> Open(SealedContentKey sealedKey, Guid bundleId)
    {
        ArgumentNullException.ThrowIfNull(sealedKey);
        if (sealedKey.EncapsulatedKey.Length != HpkePublicKey.Length || sealedKey.Ciphertext.Length != ContentKey.Length + HpkeContext.TagLength)
            return new Refusal(RefusalReason.Malformed, "The sealed content key has not its lengths of 65 and 32 bytes.");
        Span<byte> bytes = stackalloc byte[ContentKey.Length];
        var additionalData = ContentKeySealer.AdditionalData(unitId, bundleId);
        if (!Hpke.TryOpen(key, sealedKey.EncapsulatedKey.Span, ContentKeySealer.Info, additionalData, sealedKey.Ciphertext.Span, bytes))
            return new Refusal(RefusalReason.WrongKey, $"The content key of bundle {bundleId} is not sealed to this boot of '{unitId}'.");
        var opened = ContentKey.From(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return opened;
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
