using Signpost.Benchmarks.Frames;
using Signpost.Benchmarks.Scenes;
using Signpost.Hardware;

namespace Signpost.Benchmarks.Tests;

public sealed class SceneTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 4, 6)]
    [InlineData(20, 16, 23)]
    public void Scene_WithPeople_ShowsThemToTheFramePath(int people, double least, double most)
    {
        var inputs = Fetched.Require();
        using var frames = new FrameCase(inputs, inputs.LoadPack(), 1280, 720, people);
        for (var frame = 0; frame < 20; frame++)
        {
            frames.Draw();
            frames.Look();
        }

        Assert.InRange(frames.Counters.Faces / 20.0, least, most);
        Assert.Equal(people > 0, frames.Timings.Embed.Count > 0);
    }

    [Fact]
    public void Scene_SameMoment_IsTheSamePictureAndLaterMomentAnother()
    {
        var inputs = Fetched.Require();
        using var portraits = Portraits.Load(inputs.Media);
        using var scene = new CrowdScene(portraits, 320, 180, 5);
        var (first, again, later) = (new Frame(), new Frame(), new Frame());
        scene.Draw(1, first);
        scene.Draw(2, later);
        scene.Draw(1, again);

        Assert.True(first.Span.SequenceEqual(again.Span));
        Assert.False(first.Span.SequenceEqual(later.Span));
    }
}
