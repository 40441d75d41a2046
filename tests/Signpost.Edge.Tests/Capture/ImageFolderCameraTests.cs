using Microsoft.Extensions.Time.Testing;
using Signpost.Edge.Capture;
using Signpost.Hardware;

namespace Signpost.Edge.Tests.Capture;

public sealed class ImageFolderCameraTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider _clock = new();
    private readonly Frame _frame = new();

    [Fact]
    public async Task Camera_TwoPhotographs_ShowsEachForASecondAtItsOwnSizeAndEnds()
    {
        using var pictures = new TestVideo();
        await MakeAsync(pictures, "a.png", "320x240");
        await MakeAsync(pictures, "b.jpg", "200x100");
        await File.WriteAllTextAsync(pictures.PathOf("notes.txt"), "not a picture");
        await using var camera = new ImageFolderCamera(pictures.PathOf("*"), _clock);
        var sizes = new List<(int, int)>();
        for (var read = await ReadAsync(camera); read.IsFrame; read = await ReadAsync(camera))
        {
            Assert.Equal(sizes.Count, _frame.Sequence);
            sizes.Add((_frame.Width, _frame.Height));
        }

        Assert.Equal([.. Enumerable.Repeat((320, 240), 5), .. Enumerable.Repeat((200, 100), 5)], sizes);
        Assert.Equal(CameraReadKind.EndOfSource, (await ReadAsync(camera)).Kind);
    }

    [Fact]
    public async Task Camera_ReaderIsLate_SkipsButShowsEveryPhotograph()
    {
        using var pictures = new TestVideo();
        await MakeAsync(pictures, "a.png", "320x240");
        await MakeAsync(pictures, "b.png", "200x100");
        await using var camera = new ImageFolderCamera(pictures.PathOf("*.png"), _clock);
        Assert.True((await ReadAsync(camera)).IsFrame);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await ReadAsync(camera)).IsFrame);
        Assert.Equal(150, _frame.Sequence);
        Assert.True((await ReadAsync(camera)).IsFrame);

        Assert.Equal(200, _frame.Width);
    }

    [Fact]
    public async Task Camera_DamagedPhotograph_IsLostWithItsNameAndTheNextIsShown()
    {
        using var pictures = new TestVideo();
        await File.WriteAllTextAsync(pictures.PathOf("a.jpg"), "not a picture");
        await MakeAsync(pictures, "b.png", "200x100");
        await using var camera = new ImageFolderCamera(pictures.PathOf("."), _clock);

        Assert.Equal($"{pictures.PathOf("a.jpg")} is neither a JPEG nor a PNG picture.", (await ReadAsync(camera)).Reason);
        Assert.True((await ReadAsync(camera)).IsFrame);
    }

    [Theory]
    [InlineData("*.jpg")]
    [InlineData("no/such/folder/*.jpg")]
    public async Task Camera_NothingMatches_IsLostWithThePattern(string pattern)
    {
        using var pictures = new TestVideo();
        await using var camera = new ImageFolderCamera(pictures.PathOf(pattern), _clock);

        Assert.Equal($"{pictures.PathOf(pattern)} matches no JPEG or PNG file.", (await ReadAsync(camera)).Reason);
    }

    private static Task MakeAsync(TestVideo pictures, string name, string size) =>
        TestVideo.RunAsync(["-f", "lavfi", "-i", $"testsrc=size={size}", "-frames:v", "1", "-update", "1", pictures.PathOf(name)]);

    private async Task<CameraRead> ReadAsync(ImageFolderCamera camera)
    {
        var read = camera.ReadAsync(_frame, default).AsTask();
        if (!read.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        return await read.WaitAsync(Limit);
    }
}
