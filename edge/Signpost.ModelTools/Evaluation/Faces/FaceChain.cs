using System.Numerics;
using System.Security.Cryptography;
using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>From a picture to a template, with the same steps as a unit. One instance serves one thread.</summary>
internal sealed class FaceChain(ModelPack pack) : IDisposable
{
    private readonly FaceDetector _detector = new(pack);
    private readonly LandmarkFinder _landmarks = new(pack);
    private readonly TemplateExtractor _extractor = new(pack);
    private readonly FaceBox[] _faces = new FaceBox[64];
    private readonly byte[] _aligned = GC.AllocateArray<byte>(Alignment.ByteCount, pinned: true);

    /// <summary>What the recogniser was last fed.</summary>
    public ReadOnlySpan<float> LastExtractorInput => _extractor.LastInput;

    /// <summary>Of several faces the one nearest the centre; null if there is none.</summary>
    public FaceBox? Find(in BgrImage image)
    {
        int count = _detector.Detect(image, _faces);
        return count == 0 ? null : NearestCentre(_faces.AsSpan(0, count), new Vector2(image.Width, image.Height) / 2);
    }

    /// <summary>The template of the face nearest the centre of a picture file; null if no face was found.</summary>
    /// <exception cref="DataException">The file is no picture.</exception>
    public ChainAnswer? Extract(string path)
    {
        using DecodedPhotograph photograph = Photograph.Decode(File.ReadAllBytes(path));
        return photograph.Error == PhotographError.None
            ? Extract(photograph.Image)
            : throw new DataException($"{path}: is no picture that can be used ({photograph.Error})");
    }

    /// <summary>The template of the face nearest the centre; null if no face was found.</summary>
    public ChainAnswer? Extract(in BgrImage image) => Find(image) is { } face ? Extract(image, face) : null;

    /// <summary>The template of a face that was found already.</summary>
    public ChainAnswer Extract(in BgrImage image, in FaceBox face)
    {
        FaceQuality quality = Align(image, face);
        return new ChainAnswer(Template(), face, quality);
    }

    /// <summary>The templates of the face nearest the centre, plain and mirrored; null if no face was found.</summary>
    public FaceRecord? Record(in BgrImage image)
    {
        if (Find(image) is not { } face)
            return null;
        float quality = Align(image, face).Unified;
        float[] plain = Template();
        Alignment.Mirror(_aligned);
        return new FaceRecord(plain, Template(), float.IsFinite(quality) ? quality : 0);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_aligned);
        _detector.Dispose();
        _landmarks.Dispose();
        _extractor.Dispose();
    }

    private FaceQuality Align(in BgrImage image, in FaceBox face)
    {
        Span<Vector2> points68 = stackalloc Vector2[LandmarkFinder.PointCount];
        _landmarks.Find(image, face, points68);
        var points = FivePoints.From68(points68);
        Alignment.Align(image, points, _aligned);
        return FaceQuality.Measure(image, face, points68, points, _aligned);
    }

    private float[] Template()
    {
        float[] template = GC.AllocateArray<float>(pack.TemplateLength, pinned: true);
        _extractor.Extract(_aligned, template);
        return template;
    }

    private static FaceBox NearestCentre(ReadOnlySpan<FaceBox> faces, Vector2 centre)
    {
        FaceBox nearest = faces[0];
        foreach (ref readonly FaceBox face in faces)
        {
            if (Distance(face) < Distance(nearest))
                nearest = face;
        }
        return nearest;

        float Distance(in FaceBox face) => Vector2.Distance(centre, new Vector2(face.X + face.Width / 2, face.Y + face.Height / 2));
    }
}

/// <summary>What a picture became.</summary>
internal sealed record ChainAnswer(float[] Template, FaceBox Face, FaceQuality Quality);
