using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Signpost.Cli.Fetching;
using Signpost.Trust;

namespace Signpost.Cli.Tests.Fetching;

public sealed class ModelPackTests : IDisposable
{
    private static readonly byte[] Manifest = Encoding.UTF8.GetBytes("""{"scores":{"demonstrationThreshold":0.42}}""");

    private readonly TemporaryFolder _folder = new();
    private readonly SignpostHome _home;
    private readonly List<string> _said = [];

    public ModelPackTests()
    {
        _home = new SignpostHome(_folder.Path);
        foreach (var folder in new[] { _home.DefaultPack, _home.DefaultPackSource })
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, "manifest.json"), Manifest);
        }
    }

    [Fact]
    public async Task Ensure_BuiltPackAndANewCertificate_PutsItBesideThePack()
    {
        WriteCertificate(_home.DefaultPack, new byte[32]);
        WriteCertificate(_home.DefaultPackSource, SHA256.HashData(Manifest));
        var pack = Pack();
        await pack.EnsureAsync(CancellationToken.None);

        var scores = pack.Scores();
        Assert.Equal(0.42f, scores.Advised);
        Assert.Equal(TestCertificate.Of(SHA256.HashData(Manifest)), scores.Certificate);
        Assert.Empty(_said);
    }

    [Fact]
    public async Task Ensure_CertificateThatSomebodyMeasuredLater_StaysBesideThePack()
    {
        var digest = SHA256.HashData(Manifest);
        WriteCertificate(_home.DefaultPackSource, digest);
        var own = TestCertificate.Of(digest);
        own.MeasuredAt = own.MeasuredAt.ToDateTimeOffset().AddDays(1).ToTimestamp();
        File.WriteAllBytes(Path.Combine(_home.DefaultPack, PackCertificateFile.Name), PackCertificateFile.Write(own));
        var pack = Pack();

        await pack.EnsureAsync(CancellationToken.None);

        Assert.Equal(own, pack.Scores().Certificate);
    }

    [Fact]
    public async Task Scores_NoCertificate_NamesTheCommandThatMakesOne()
    {
        var pack = Pack();
        await pack.EnsureAsync(CancellationToken.None);

        Assert.Contains("signpost evaluate certify", Assert.Throws<SetUpException>(pack.Scores).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_CertificateOfAnotherPack_IsNotTaken()
    {
        WriteCertificate(_home.DefaultPack, new byte[32]);

        Assert.Contains("is of pack 0000", Assert.Throws<SetUpException>(Pack().Scores).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ModelPack Pack() => new(_home, new PackageStore(_home, new NpmClient(), _said.Add), _said.Add);

    private static void WriteCertificate(string folder, ReadOnlySpan<byte> digest) =>
        File.WriteAllBytes(Path.Combine(folder, PackCertificateFile.Name), PackCertificateFile.Write(TestCertificate.Of(digest)));
}
