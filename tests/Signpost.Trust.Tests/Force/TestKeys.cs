using System.Security.Cryptography;
using System.Text;

namespace Signpost.Trust.Tests;

/// <summary>Keys that are the same in every run: scalars derived from a label as RFC 9180 derives key pairs.</summary>
internal static class TestKeys
{
    public static ECDsa Signing(string label)
    {
        using var pair = Agreement(label);
        return ECDsa.Create(pair.ExportParameters(includePrivateParameters: true));
    }

    public static ECDiffieHellman Agreement(string label) => Dhkem.DeriveKeyPair(SHA256.HashData(Encoding.UTF8.GetBytes("test key: " + label)));

    public static byte[] PublicKey(string label)
    {
        using var key = Signing(label);
        return key.ExportSubjectPublicKeyInfo();
    }

    public static DeploymentKey Deployment(string label)
    {
        using var pair = Agreement(label);
        return DeploymentKey.Import(pair.ExportPkcs8PrivateKey());
    }
}
