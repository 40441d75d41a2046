using Signpost.Cli.Fetching;

namespace Signpost.Cli.Tests.Fetching;

public sealed class PackageArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Extract_WantedAndOtherFiles_WritesTheWantedOnesOnly()
    {
        await ExtractAsync(Archives.Of(Archives.File("package/a/one.txt", "1"), Archives.File("package/two.txt", "2")), "a/one.txt");

        Assert.Equal("1", File.ReadAllText(_folder.File("a/one.txt")));
        Assert.False(File.Exists(_folder.File("two.txt")));
    }

    [Theory]
    [InlineData("package/../../evil.txt")]
    [InlineData("../evil.txt")]
    [InlineData("/etc/evil.txt")]
    [InlineData("package\\..\\evil.txt")]
    public async Task Extract_PathThatClimbsOut_RefusesTheArchive(string name)
    {
        var refusal = await Assert.ThrowsAsync<SetUpException>(() => ExtractAsync(Archives.Of(Archives.File(name, "x"), Archives.File("package/good.txt", "1")), "good.txt"));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Extract_LinkInPlaceOfAWantedFile_IsNotFollowed()
    {
        var archive = Archives.Of(Archives.Link("package/good.txt", "/etc/passwd"));

        var refusal = await Assert.ThrowsAsync<SetUpException>(() => ExtractAsync(archive, "good.txt"));

        Assert.Contains("lacks good.txt", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private async Task ExtractAsync(byte[] archive, params string[] wanted)
    {
        using var stream = new MemoryStream(archive);
        await PackageArchive.ExtractAsync(stream, _folder.Path, wanted, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();
}
