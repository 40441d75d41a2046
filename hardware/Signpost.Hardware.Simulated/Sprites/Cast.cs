using Signpost.Hardware.Simulated.Footage;
using SkiaSharp;

namespace Signpost.Hardware.Simulated.Sprites;

/// <summary>Everybody who can walk through the scene, each in several states of wear, in memory. About 55 MB.</summary>
internal sealed class Cast
{
    /// <summary>States of wear per portrait.</summary>
    private const int PortraitVariants = 3;

    private readonly Dictionary<string, SpriteReel[]> _reels = [];

    private Cast()
    {
    }

    /// <summary>The reels of a person; a visit shows one of them.</summary>
    public SpriteReel[] ReelsOf(string footage) => _reels[footage];

    /// <summary>Decodes and cuts all footage.</summary>
    /// <param name="catalogue">The footage.</param>
    /// <param name="mediaDirectory">Folder that holds a folder for each package.</param>
    /// <param name="random">Decides the wear.</param>
    /// <param name="cancellationToken">Ends the work between two sources.</param>
    /// <exception cref="FootageException">A file is missing or unreadable.</exception>
    public static Cast Load(FootageCatalogue catalogue, string mediaDirectory, Random random, CancellationToken cancellationToken)
    {
        var cast = new Cast();
        foreach (var actor in catalogue.Actors)
        {
            var reels = new List<SpriteReel>();
            foreach (var clip in actor.Clips)
            {
                cancellationToken.ThrowIfCancellationRequested();
                reels.Add(LoadClip(Find(mediaDirectory, clip.Package, clip.File), clip, NextWear(random)));
            }

            cast._reels[actor.Footage] = [.. reels];
        }

        foreach (var stranger in catalogue.Strangers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wear = Enumerable.Range(0, PortraitVariants).Select(_ => NextWear(random)).ToArray();
            cast._reels[stranger.Footage] = LoadPortrait(Find(mediaDirectory, stranger.Package, stranger.File), stranger, wear);
        }

        return cast;
    }

    private static Wear NextWear(Random random)
    {
        var focus = random.NextSingle() * 0.7f;
        var movement = random.NextSingle() * 0.6f;
        return new Wear(focus + movement, focus, random.Next(45, 91));
    }

    private static string Find(string mediaDirectory, string package, string file)
    {
        var path = Path.Combine(mediaDirectory, package, file);
        return File.Exists(path)
            ? path
            : throw new FootageException($"The demonstration footage is incomplete: {path} is missing; ./signpost up fetches it.");
    }

    private static SpriteReel LoadClip(string path, FootageClip clip, Wear wear)
    {
        var scale = SpriteGeometry.ScaleOf(clip.Face);
        var width = Math.Max(16, (int)Math.Round(clip.FrameWidth * scale));
        var height = Math.Max(16, (int)Math.Round(clip.FrameHeight * scale));
        var info = new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using var cutter = new SpriteCutter(clip.FrameWidth, clip.FrameHeight, clip.Face, isScaled: true);
        var frames = new List<Sprite>();
        ClipDecoder.Decode(path, clip, width, height, pixels =>
        {
            using var picture = SKImage.FromPixelCopy(info, pixels);
            cutter.Take(picture);
            frames.Add(cutter.Cut(wear));
        });
        return cutter.Reel([.. frames]);
    }

    private static SpriteReel[] LoadPortrait(string path, FootageStranger stranger, Wear[] wear)
    {
        using var picture = SKImage.FromEncodedData(path) ?? throw new FootageException($"{path} is not a picture that can be read.");
        using var cutter = new SpriteCutter(picture.Width, picture.Height, stranger.Face, isScaled: false);
        cutter.Take(picture);
        return [.. wear.Select(state => cutter.Reel([cutter.Cut(state)]))];
    }
}
