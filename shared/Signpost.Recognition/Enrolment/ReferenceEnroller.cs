using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>
/// Makes a reference of a photograph if it shows one face well enough. Uses the same pack, and the same steps, as a unit does on
/// its frames, but for the mirror image that a reference is averaged with. One instance serves one thread.
/// </summary>
public sealed class ReferenceEnroller : IDisposable
{
    private const int MaxFaces = 64;
    private const float CropMargin = 0.5f;
    private const int CropSide = 512;
    private const int CropQuality = 88;

    private readonly FaceDetector _detector;
    private readonly LandmarkFinder _landmarks;
    private readonly TemplateExtractor _extractor;
    private readonly EnrolmentLimits _limits;
    private readonly int _templateLength;
    private readonly FaceBox[] _faces = GC.AllocateArray<FaceBox>(MaxFaces, pinned: true);
    private readonly Vector2[] _points68 = GC.AllocateArray<Vector2>(LandmarkFinder.PointCount, pinned: true);
    private readonly byte[] _aligned = GC.AllocateArray<byte>(Alignment.ByteCount, pinned: true);

    /// <param name="pack">The pack that the reference's probes will be made with too.</param>
    /// <param name="limits">Least quality; the defaults if null.</param>
    /// <exception cref="PackException">A model is missing, altered or not what the manifest says.</exception>
    public ReferenceEnroller(ModelPack pack, EnrolmentLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _limits = limits ?? new EnrolmentLimits();
        _templateLength = pack.TemplateLength;
        _detector = new FaceDetector(pack);
        _landmarks = new LandmarkFinder(pack);
        _extractor = new TemplateExtractor(pack);
    }

    /// <summary>Decodes, finds the face, measures it, and extracts its template. Never throws on account of the bytes.</summary>
    /// <param name="photo">A JPEG or PNG file.</param>
    public EnrolmentResult Enrol(ReadOnlyMemory<byte> photo)
    {
        using DecodedPhotograph decoded = Photograph.Decode(photo);
        if (decoded.Error != PhotographError.None)
            return Undecoded(decoded);
        try
        {
            return Enrol(decoded.Image);
        }
        finally
        {
            Wipe();
            _detector.Scrub();
            _landmarks.Scrub();
            _extractor.Scrub();
        }
    }

    /// <summary>Releases the models.</summary>
    public void Dispose()
    {
        _detector.Dispose();
        _landmarks.Dispose();
        _extractor.Dispose();
        Wipe();
    }

    /// <summary>Whether nothing is left of the last photograph in this object's own buffers.</summary>
    internal bool IsBlank =>
        !_aligned.AsSpan().ContainsAnyExcept((byte)0) && !_points68.AsSpan().ContainsAnyExcept(Vector2.Zero) && !_faces.AsSpan().ContainsAnyExcept(default(FaceBox));

    private void Wipe()
    {
        CryptographicOperations.ZeroMemory(_aligned);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_points68.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_faces.AsSpan()));
    }

    private EnrolmentResult Enrol(in BgrImage image)
    {
        Span<FaceBox> faces = _faces.AsSpan(0, _detector.Detect(image, _faces));
        if (faces.IsEmpty)
            return Refused(EnrolmentRefusal.NoFace, "No face was found. Choose a picture that shows the face upright and unobstructed.", image);
        FaceBox face = Largest(faces);
        int counted = Counted(faces, face);
        if (counted > 1)
        {
            return Refused(
                EnrolmentRefusal.SeveralFaces,
                Text($"{counted} faces were found, one is needed. Cut the picture so that it shows only the person meant."), image, counted, face);
        }
        _landmarks.Find(image, face, _points68);
        FivePoints points = FivePoints.From68(_points68);
        Alignment.Align(image, points, _aligned);
        FaceQuality quality = FaceQuality.Measure(image, face, _points68, points, _aligned);
        if (Fault(quality) is { } fault)
            return Refused(fault.Refusal, fault.Explanation, image, 1, face, quality);
        byte[] jpeg = FaceCrop.EncodeJpeg(image, face, CropMargin, CropSide, CropQuality);
        float[]? template = null;
        try
        {
            template = ExtractWithMirror(_extractor.Extract, _aligned, _templateLength);
            return new EnrolmentResult(EnrolmentRefusal.None, "", template, jpeg)
            {
                Width = image.Width,
                Height = image.Height,
                Faces = 1,
                Face = face,
                Quality = quality,
            };
        }
        finally
        {
            if (template is null)
                CryptographicOperations.ZeroMemory(jpeg);
        }
    }

    /// <summary>
    /// The average of the aligned face's template and of its mirror image's: it finds more people at the same rate of false alarms
    /// (docs/results/evaluation.md), and at enrolment the time does not matter. A probe is compared as it is. Nothing of either template stays when it
    /// fails.
    /// </summary>
    internal static float[] ExtractWithMirror(Extraction extract, byte[] aligned, int templateLength)
    {
        float[] template = GC.AllocateArray<float>(templateLength, pinned: true), mirrored = GC.AllocateArray<float>(templateLength, pinned: true);
        bool extracted = false;
        try
        {
            extract(aligned, template);
            Alignment.Mirror(aligned);
            extract(aligned, mirrored);
            Template.Accumulate(template, mirrored, 1);
            extracted = Template.Normalise(template);
            return extracted ? template : throw new InvalidOperationException("a face and its mirror image have opposite templates: a broken pack or machine");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(mirrored.AsSpan()));
            if (!extracted)
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(template.AsSpan()));
        }
    }

    /// <summary>Makes the template of an aligned face.</summary>
    internal delegate void Extraction(ReadOnlySpan<byte> aligned, Span<float> template);

    private (EnrolmentRefusal Refusal, string Explanation)? Fault(in FaceQuality quality)
    {
        if (!(quality.InterEyeDistance >= _limits.InterEyeDistance))
        {
            return (EnrolmentRefusal.FaceTooSmall, Text(
                $"The eyes are {quality.InterEyeDistance:F0} pixels apart, at least {_limits.InterEyeDistance:F0} are needed. Choose a larger picture of the face."));
        }
        if (MathF.Max(MathF.Abs(quality.Yaw), MathF.Abs(quality.Pitch)) > _limits.Turn)
        {
            return (EnrolmentRefusal.TurnedAway, Text(
                $"The face is turned by {MathF.Abs(quality.Yaw):F0}° to the side and {MathF.Abs(quality.Pitch):F0}° up or down, at most {_limits.Turn:F0}° are taken. Choose a picture that looks at the camera."));
        }
        if (!(quality.Exposure >= _limits.Exposure))
        {
            return (EnrolmentRefusal.BadExposure, Text(
                $"The face is too dark, too bright or too pale ({quality.Exposure:F0} of 100, at least {_limits.Exposure:F0} is needed). Choose a picture in even light."));
        }
        if (!(quality.Sharpness >= _limits.Sharpness))
        {
            return (EnrolmentRefusal.TooBlurred, Text(
                $"The face is blurred (sharpness {quality.Sharpness:F0} of 100, at least {_limits.Sharpness:F0} is needed). Choose a sharper picture."));
        }
        return null;
    }

    private int Counted(ReadOnlySpan<FaceBox> faces, in FaceBox largest)
    {
        int counted = 0;
        foreach (ref readonly FaceBox face in faces)
        {
            if (face.Width >= largest.Width * _limits.SecondFace)
                counted++;
        }
        return counted;
    }

    private static FaceBox Largest(ReadOnlySpan<FaceBox> faces)
    {
        FaceBox largest = faces[0];
        foreach (ref readonly FaceBox face in faces)
        {
            if (face.Width > largest.Width)
                largest = face;
        }
        return largest;
    }

    private static EnrolmentResult Refused(
        EnrolmentRefusal refusal, string explanation, in BgrImage image, int faces = 0, FaceBox? face = null, FaceQuality? quality = null) =>
        new(refusal, explanation, [], []) { Width = image.Width, Height = image.Height, Faces = faces, Face = face, Quality = quality };

    private static EnrolmentResult Undecoded(DecodedPhotograph decoded)
    {
        (EnrolmentRefusal refusal, string explanation) = decoded.Error switch
        {
            PhotographError.NotJpegOrPng => (EnrolmentRefusal.NotAPhotograph, "The file is neither JPEG nor PNG. Save the picture as one of these."),
            PhotographError.Damaged => (EnrolmentRefusal.Damaged, "The file is damaged or ends early. Fetch it again from its source."),
            PhotographError.TooLarge => (EnrolmentRefusal.PictureTooLarge, Text(
                $"The picture is too large: at most {Photograph.MaxBytes >> 20} MiB, {Photograph.MaxPixels / 1_000_000} million pixels and {Photograph.MaxSide} pixels a side are taken.")),
            _ => (EnrolmentRefusal.PictureTooSmall, Text(
                $"The picture is {decoded.Width}×{decoded.Height} pixels, at least {Photograph.MinSide} a side are needed.")),
        };
        return new EnrolmentResult(refusal, explanation, [], []) { Width = decoded.Width, Height = decoded.Height };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
