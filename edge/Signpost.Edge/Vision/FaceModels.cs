using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>The pack's models with the buffers that they work in. One thread; nothing allocates per frame.</summary>
internal sealed class FaceModels : IDisposable
{
    private const int AlignedBytes = 112 * 112 * BgrImage.Channels;

    private readonly FaceDetector _detector;
    private readonly LandmarkFinder _landmarks;
    private readonly TemplateExtractor _extractor;
    private readonly FaceBox[] _faces = new FaceBox[Tracking.Tracker.MaximumFaces];
    private readonly Vector2[] _points = new Vector2[LandmarkFinder.PointCount];
    private readonly byte[] _aligned = GC.AllocateArray<byte>(AlignedBytes, pinned: true);
    private readonly float[] _template;

    public FaceModels(ModelPack pack)
    {
        _detector = new FaceDetector(pack);
        _landmarks = new LandmarkFinder(pack);
        _extractor = new TemplateExtractor(pack);
        _template = GC.AllocateArray<float>(pack.TemplateLength, pinned: true);
        WarmUp();
    }

    /// <summary>Finds faces; the span is valid until the next call.</summary>
    public ReadOnlySpan<FaceBox> Detect(in BgrImage image) => _faces.AsSpan(0, _detector.Detect(image, _faces));

    /// <summary>Aligns a face and says how good a shot it is. The aligned face waits for <see cref="Extract"/>.</summary>
    public FaceQuality Prepare(in BgrImage image, in FaceBox face)
    {
        _landmarks.Find(image, face, _points);
        var five = FivePoints.From68(_points);
        Alignment.Align(image, five, _aligned);
        return FaceQuality.Measure(image, face, _points, five, _aligned);
    }

    /// <summary>The template of the face that was prepared last; valid until <see cref="Wipe"/>.</summary>
    public ReadOnlySpan<float> Extract()
    {
        _extractor.Extract(_aligned, _template);
        return _template;
    }

    /// <summary>Overwrites the aligned face, its points and its template.</summary>
    public void Wipe()
    {
        CryptographicOperations.ZeroMemory(_aligned);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_points.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_template.AsSpan()));
    }

    /// <summary>Overwrites the runtime's own copies of the faces that were looked at closely: costs as much as one shot.</summary>
    public void Scrub()
    {
        Wipe();
        _landmarks.Scrub();
        _extractor.Scrub();
    }

    /// <summary>Overwrites the last picture as well: costs as much as a frame.</summary>
    public void Erase()
    {
        Scrub();
        _detector.Scrub();
        Array.Clear(_faces);
    }

    // The first pass through this code is by far the slowest. It is made here, on a grey picture, so that it costs no frame of a camera that is open.
    private void WarmUp()
    {
        const int width = 640, height = 360;
        var grey = new byte[width * height * BgrImage.Channels];
        grey.AsSpan().Fill(127);
        var image = new BgrImage(grey, width, height, width * BgrImage.Channels);
        Detect(image);
        Prepare(image, new FaceBox(280, 120, 80, 100, 1));
        Extract();
        Erase();
    }

    internal bool IsBlank => !_aligned.AsSpan().ContainsAnyExcept((byte)0) && !_template.AsSpan().ContainsAnyExcept(0f);

    public void Dispose()
    {
        Erase();
        _extractor.Dispose();
        _landmarks.Dispose();
        _detector.Dispose();
    }
}
