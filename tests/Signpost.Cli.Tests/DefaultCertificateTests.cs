using System.Security.Cryptography;
using Signpost.Trust;

namespace Signpost.Cli.Tests;

/// <summary>The certificate that ships is of the pack that ships: whoever changes the pack measures it again.</summary>
public sealed class DefaultCertificateTests
{
    [Fact]
    public void DefaultPack_CertificateBesideItsManifest_IsOfThatManifest()
    {
        var folder = SignpostHome.Find().DefaultPackSource;
        var digest = SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));

        Assert.Null(PackCertificateFile.Load(folder, digest).Refusal);
    }
}
