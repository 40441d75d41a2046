using System.Security.Cryptography;
using Signpost.Cli.Demonstration;

namespace Signpost.Cli.Tests.Demonstration;

public sealed class PhotographsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Folder_OfPersons_GivesTheirPhotographsAndNothingElse()
    {
        Write("person-1/front.jpg", "person-1/side.PNG", "person-1/notes.txt", "person-2/a.jpeg", "loose.jpg");

        var found = Photographs.FromFolder(_folder.Path).Select(p => (p.Person, Path.GetFileName(p.File)));

        Assert.Equal([("person-1", "front.jpg"), ("person-1", "side.PNG"), ("person-2", "a.jpeg")], found);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("empty")]
    public void Folder_WithoutPhotographs_SaysWhatIsExpected(string name)
    {
        Directory.CreateDirectory(_folder.File("empty"));

        var refusal = Assert.Throws<SetUpException>(() => Photographs.FromFolder(_folder.File(name)));

        Assert.Contains("person", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_ChangesWithPersonNameContentAndPack()
    {
        Write("person-1/front.jpg", "person-2/front.jpg");
        var one = new Photograph("person-1", _folder.File("person-1/front.jpg"));
        var certificate = TestCertificate.Of(new byte[32]);
        var before = Photographs.Fingerprint([one], certificate);

        Assert.Equal(before, Photographs.Fingerprint([one], certificate));
        Assert.NotEqual(before, Photographs.Fingerprint([one with { Person = "person-2" }], certificate));
        Assert.NotEqual(before, Photographs.Fingerprint([one], TestCertificate.Of(SHA256.HashData("another pack"u8))));
        File.WriteAllText(one.File, "another picture");
        Assert.NotEqual(before, Photographs.Fingerprint([one], certificate));
    }

    private void Write(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
            File.WriteAllText(_folder.File(file), file);
        }
    }

    public void Dispose() => _folder.Dispose();
}
