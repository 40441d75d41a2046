using System.Numerics;
using Signpost.Benchmarks.Scenes;
using Signpost.Edge.Capture;
using Signpost.Edge.Tracking;
using Signpost.Hardware;
using Signpost.Recognition;

namespace Signpost.Benchmarks.Stages;

/// <summary>Every stage of the frame path by itself, on one picture with five people; each call does a stage once.</summary>
internal sealed class FrameStages : IDisposable
{
    private const int People = 5, Entries = 1000;

    private readonly FaceDetector _detector;
    private readonly LandmarkFinder _landmarks;
    private readonly TemplateExtractor _extractor;
    private readonly Resampler _resampler;
    private readonly InputRegion _region;
    private readonly float[] _tensor;
    private readonly Tracker _tracker = new(new TrackerOptions());
    private readonly Frame _frame = new();
    private readonly byte[] _planes;
    private readonly FaceBox[] _faces = new FaceBox[Tracker.MaximumFaces];
    private readonly Vector2[] _points68 = new Vector2[LandmarkFinder.PointCount];
    private readonly FivePoints _points;
    private readonly byte[] _aligned = new byte[Alignment.ByteCount];
    private readonly float[] _template;
    private readonly Gallery _gallery;
    private readonly int _count;
    private DateTimeOffset _at = DateTimeOffset.UnixEpoch;

    public FrameStages(Inputs inputs, ModelPack pack, int width, int height)
    {
        using var portraits = Portraits.Load(inputs.Media);
        using var scene = new CrowdScene(portraits, width, height, People);
        scene.Draw(3, _frame);
        (_planes, _template) = (new byte[YuvPicture.BytesOf(width, height)], new float[pack.TemplateLength]);
        new Random(1).NextBytes(_planes);
        (_detector, _landmarks, _extractor) = (new FaceDetector(pack), new LandmarkFinder(pack), new TemplateExtractor(pack));
        var input = pack.Manifest.Detector.Input;
        (_resampler, _tensor) = (new Resampler(input), new float[input.Width * input.Height * BgrImage.Channels]);
        _region = FrameFitting.Place(pack.Manifest.Detector, width, height);
        _gallery = Galleries.Random(pack.TemplateLength, Entries);
        _count = Detect();
        if (_count == 0) throw new InvalidDataException("The detector found nobody in a scene of five people: the pack cannot be measured.");
        Landmarks();
        _points = FivePoints.From68(_points68);
        Align();
        Embed();
    }

    private BgrImage Image => new(_frame.Pixels, _frame.Width, _frame.Height, _frame.Stride);

    private ref readonly FaceBox Face => ref _faces[0];

    /// <summary>YUV from ffmpeg's pipe to BGR.</summary>
    public void Convert() => YuvPicture.ToBgr(_planes, _frame.Width, _frame.Height, YuvColours.Bt601, _frame.Span);

    /// <summary>The whole picture to the detector's input.</summary>
    public void Resize() => _resampler.Fill(Image, 0, 0, _frame.Width, _frame.Height, _tensor, _region);

    /// <summary>Resize, model, decoding and suppression.</summary>
    public int Detect() => _detector.Detect(Image, _faces);

    /// <summary>The faces of a picture to the tracks.</summary>
    public void Track() => _tracker.Update(_faces.AsSpan(0, _count), _at += TimeSpan.FromMilliseconds(80));

    /// <summary>68 points of a face.</summary>
    public void Landmarks() => _landmarks.Find(Image, Face, _points68);

    /// <summary>A face to its standard place.</summary>
    public void Align() => Alignment.Align(Image, _points, _aligned);

    /// <summary>A face's quality measures.</summary>
    public void Quality() => FaceQuality.Measure(Image, Face, _points68, _points, _aligned);

    /// <summary>The template of an aligned face.</summary>
    public void Embed() => _extractor.Extract(_aligned, _template);

    /// <summary>One search of 1,000 entries.</summary>
    public void Search() => _gallery.Search(_template);

    public void Dispose()
    {
        _gallery.Dispose();
        _extractor.Dispose();
        _landmarks.Dispose();
        _detector.Dispose();
    }
}
