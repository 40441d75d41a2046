using System.Numerics;
using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>From a picture file to a template, with the same steps as a unit.</summary>
internal sealed class FaceChain(ModelPack pack) : IDisposable
{
    private readonly FaceDetector _detector = new(pack);
    private readonly LandmarkFinder _landmarks = new(pack);
    private readonly TemplateExtractor _extractor = new(pack);
    private readonly FaceBox[] _faces = new FaceBox[64];
    private readonly byte[] _aligned = new byte[Alignment.ByteCount];

    /// <summary>What the recogniser was last fed.</summary>
    public ReadOnlySpan<float> LastExtractorInput => _extractor.LastInput;

    /// <summary>The template of the face nearest the centre; null if no face was found.</summary>
    /// <exception cref="InvalidDataException">The file is not a picture.</exception>
    public ChainAnswer? Extract(string path)
    {
        using DecodedPhotograph photograph = Photograph.Decode(File.ReadAllBytes(path));
        return photograph.Error == PhotographError.None
            ? Extract(photograph.Image)
            : throw new InvalidDataException($"{path}: {photograph.Error}");
    }

    /// <summary>The template of the face nearest the centre; null if no face was found.</summary>
    public ChainAnswer? Extract(in BgrImage image)
    {
        int count = _detector.Detect(image, _faces);
        if (count == 0)
            return null;
        return Extract(image, NearestCentre(_faces.AsSpan(0, count), new Vector2(image.Width, image.Height) / 2));
    }

    /// <summary>The template of a face that was found already.</summary>
    public ChainAnswer Extract(in BgrImage image, in FaceBox face)
    {
        Span<Vector2> points68 = stackalloc Vector2[LandmarkFinder.PointCount];
        _landmarks.Find(image, face, points68);
        var points = FivePoints.From68(points68);
        Alignment.Align(image, points, _aligned);
        float[] template = new float[pack.TemplateLength];
        _extractor.Extract(_aligned, template);
        return new ChainAnswer(template, face, FaceQuality.Measure(image, face, points68, points, _aligned));
    }

    public void Dispose()
    {
        _detector.Dispose();
        _landmarks.Dispose();
        _extractor.Dispose();
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
