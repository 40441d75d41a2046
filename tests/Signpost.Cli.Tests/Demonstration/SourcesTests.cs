using Signpost.Cli.Demonstration;

namespace Signpost.Cli.Tests.Demonstration;

public sealed class SourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Sources_NoneNamed_AreTwoSimulatedCameras() => Assert.Equal([Source.Simulated, Source.Simulated], await ResolveAsync(null));

    [Fact]
    public async Task Sources_MoreUnitsThanSources_TakeThemInTurn()
    {
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(_folder.File(name));
            await File.WriteAllTextAsync(_folder.File($"{name}/1.jpg"), "", TestContext.Current.CancellationToken);
        }

        var sources = await ResolveAsync(3, _folder.File("a/*.jpg"), _folder.File("b/*.jpg"));

        Assert.Equal([_folder.File("a/*.jpg"), _folder.File("b/*.jpg"), _folder.File("a/*.jpg")], sources.Select(s => s.Location));
        Assert.All(sources, s => Assert.Equal("images", s.Kind));
    }

    [Theory]
    [InlineData("absent.mkv")]
    [InlineData("*.jpg")]
    public async Task Source_ThatIsNotThere_SaysSo(string name)
    {
        var refusal = await Assert.ThrowsAsync<SetUpException>(() => ResolveAsync(null, _folder.File(name)));

        Assert.Contains(_folder.File(name), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probe_OfAVideo_GivesItsSizeAndLeavesItsRateAlone() =>
        Assert.Equal(new Source("ffmpeg", "clip.mkv", 640, 480, FramesPerSecond: null), Sources.Read("""{"streams":[{"width":640,"height":480}]}""", "clip.mkv"));

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"streams":[]}""")]
    [InlineData("""{"streams":[{"width":0,"height":0}]}""")]
    public void Probe_WithoutPictures_IsNoSource(string json) => Assert.Null(Sources.Read(json, "sound.mp3"));

    private static Task<IReadOnlyList<Source>> ResolveAsync(int? units, params string[] named) =>
        Sources.ResolveAsync(named, units, TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();
}
