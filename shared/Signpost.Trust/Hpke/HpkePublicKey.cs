using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>Public keys of DHKEM(P-256, HKDF-SHA256): uncompressed points, 0x04 || x || y, 65 bytes (RFC 9180 §7.1.1).</summary>
public static class HpkePublicKey
{
    /// <summary>Bytes of a serialised public key.</summary>
    public const int Length = 65;

    /// <summary>Whether the bytes are a point on the curve, as RFC 9180 §7.1.4 demands before use.</summary>
    public static bool IsValid(ReadOnlySpan<byte> point)
    {
        using var key = TryImport(point);
        return key is not null;
    }

    internal static ECDiffieHellman? TryImport(ReadOnlySpan<byte> point)
    {
        if (point.Length != Length || point[0] != 4) return null;
        try
        {
            return ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal static byte[] Export(ECDiffieHellman key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. q.X!, .. q.Y!];
    }
}
