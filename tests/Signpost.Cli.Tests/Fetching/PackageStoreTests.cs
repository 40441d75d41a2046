using System.Security.Cryptography;
using Signpost.Cli.Fetching;

namespace Signpost.Cli.Tests.Fetching;

public sealed class PackageStoreTests : IDisposable
{
    private static readonly byte[] Content = Archives.Of(Archives.File("package/good.txt", "1"), Archives.File("package/more.txt", "2"));
    private static readonly NpmPackage Package = new("example", "1.0.0", Convert.ToHexStringLower(SHA256.HashData(Content)), ["good.txt"]);
    private readonly TemporaryFolder _folder = new();
    private readonly SignpostHome _home;
    private readonly FolderNpm _npm = new(Content);

    public PackageStoreTests() => _home = new(_folder.Path);

    [Fact]
    public async Task Ensure_FirstTime_FetchesChecksAndUnpacks()
    {
        await EnsureAsync(Package);

        Assert.Equal("1", File.ReadAllText(Path.Combine(_home.Media, "example", "good.txt")));
        Assert.Equal(1, _npm.Fetched);
    }

    [Fact]
    public async Task Ensure_SecondTime_FetchesNothing()
    {
        await EnsureAsync(Package);
        await EnsureAsync(Package);

        Assert.Equal(1, _npm.Fetched);
    }

    [Fact]
    public async Task Ensure_MoreFilesWantedThanBefore_UnpacksAgainWithoutFetching()
    {
        await EnsureAsync(Package);
        await EnsureAsync(Package with { Files = ["good.txt", "more.txt"] });

        Assert.Equal("2", File.ReadAllText(Path.Combine(_home.Media, "example", "more.txt")));
        Assert.Equal(1, _npm.Fetched);
    }

    [Fact]
    public async Task Ensure_WrongHash_RefusesShowingBothAndKeepsNothing()
    {
        var expected = new string('a', 64);

        var refusal = await Assert.ThrowsAsync<SetUpException>(() => EnsureAsync(Package with { Sha256 = expected }));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Package.Sha256, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Cache));
        Assert.False(Directory.Exists(_home.Media));
    }

    [Fact]
    public async Task Ensure_ArchiveInTheCacheIsDamaged_FetchesAgain()
    {
        Directory.CreateDirectory(_home.Cache);
        await File.WriteAllTextAsync(Path.Combine(_home.Cache, Package.ArchiveName), "half an archive", TestContext.Current.CancellationToken);

        await EnsureAsync(Package);

        Assert.Equal(1, _npm.Fetched);
        Assert.True(File.Exists(Path.Combine(_home.Media, "example", "good.txt")));
    }

    [Fact]
    public async Task Ensure_ArchiveLacksAWantedFile_LeavesNothingHalfUnpacked()
    {
        await Assert.ThrowsAsync<SetUpException>(() => EnsureAsync(Package with { Files = ["good.txt", "absent.txt"] }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Media));
    }

    private Task EnsureAsync(NpmPackage package) =>
        new PackageStore(_home, _npm, _ => { }).EnsureAsync([package], TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    private sealed class FolderNpm(byte[] content) : INpmClient
    {
        public int Fetched { get; private set; }

        public Task PackAsync(NpmPackage package, string folder, CancellationToken stopping)
        {
            Fetched++;
            return File.WriteAllBytesAsync(Path.Combine(folder, package.ArchiveName), content, stopping);
        }
    }
}
