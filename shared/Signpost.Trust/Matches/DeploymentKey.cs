using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>The HPKE key pair of one deployment: match events are sealed to its public half, which the order names. The control plane keeps the
/// private half
/// and deletes it with the deployment's alerts.</summary>
public sealed class DeploymentKey : IDisposable
{
    private readonly byte[] publicKey;

    private DeploymentKey(ECDiffieHellman key)
    {
        Key = key;
        publicKey = HpkePublicKey.Export(key);
    }

    /// <summary>Uncompressed P-256 point, 65 bytes: DeploymentOrder.deployment_public_key.</summary>
    public ReadOnlyMemory<byte> PublicKey => publicKey;

    internal ECDiffieHellman Key { get; }

    /// <summary>A new key pair.</summary>
    public static DeploymentKey Create() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A key pair that was kept.</summary>
    /// <param name="pkcs8">What <see cref="Export"/> gave; the caller zeroes its copy.</param>
    /// <exception cref="TrustException">Not a P-256 private key.</exception>
    public static DeploymentKey Import(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDiffieHellman.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read == pkcs8.Length && P256.IsP256(key)) return new DeploymentKey(key);
            key.Dispose();
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            throw new TrustException("The deployment key is not a P-256 private key (PKCS#8).", e);
        }

        throw new TrustException("The deployment key is not a P-256 private key (PKCS#8).");
    }

    /// <summary>The private key as PKCS#8, DER; the caller zeroes it once it is stored.</summary>
    public byte[] Export() => Key.ExportPkcs8PrivateKey();

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();
}
