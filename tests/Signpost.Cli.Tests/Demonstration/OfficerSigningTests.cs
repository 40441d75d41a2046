using System.Text;
using Signpost.Cli.Demonstration;
using Signpost.Trust;

namespace Signpost.Cli.Tests.Demonstration;

public sealed class OfficerSigningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"formatVersion":1,"orderId":"0193aaaa-0000-7000-8000-000000000000","order":"AAEC","bundleHeader":"AAEC"}""")]
    public void Request_NotWorthASignature_IsNotSigned(string request)
    {
        var key = _folder.File("officer-a.key");
        KeyFiles.ReadOrCreateSigningKey(key).Dispose();

        var refusal = Assert.Throws<SetUpException>(() => OfficerSigning.Sign(Encoding.UTF8.GetBytes(request), key, "officer-a"));

        Assert.StartsWith("Not signed:", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
