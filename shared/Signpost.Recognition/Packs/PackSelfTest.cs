using System.Globalization;
using System.Numerics;

namespace Signpost.Recognition;

/// <summary>
/// Feeds every model a synthetic picture and compares with the answers that the manifest records: a wrong library, a processor that computes
/// differently or a damaged memory shows here, not in a match. Detector and landmarks get it as they get a frame; the extractor, whose integers step at
/// the least change of a pixel, gets the pixels of a face as they are.
/// </summary>
public static class PackSelfTest
{
    /// <summary>Values recorded of each model.</summary>
    private const int ValuesRecorded = 32;

    private const int FrameWidth = 1280, FrameHeight = 720;

    /// <summary>A face's box in the synthetic picture, deliberately between pixels.</summary>
    private static readonly Vector2 Corner = new(417.3f, 203.6f);
    private const float CropSide = 157.5f;

    /// <summary>Runs every model once.</summary>
    /// <exception cref="PackException">A file is missing, altered or not what the manifest says.</exception>
    public static SelfTestResult Run(ModelPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        PackManifest manifest = pack.Manifest;
        var faults = new List<SelfTestFault>();
        Compare("detector", DetectorAnswer(pack), manifest.Detector.SelfTest, faults);
        Compare("landmarks", LandmarkAnswer(pack), manifest.Landmarks.SelfTest, faults);
        Compare("extractor", ExtractorAnswer(pack), manifest.Extractor.SelfTest, faults);
        return new SelfTestResult(faults);
    }

    /// <summary>The pack's manifest with the answers of this machine: for the tool that pins them.</summary>
    /// <exception cref="PackException">A file is missing, altered or not what the manifest says.</exception>
    public static PackManifest Record(ModelPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        PackManifest manifest = pack.Manifest;
        return manifest with
        {
            Detector = manifest.Detector with { SelfTest = manifest.Detector.SelfTest with { Values = DetectorAnswer(pack) } },
            Landmarks = manifest.Landmarks with { SelfTest = manifest.Landmarks.SelfTest with { Values = LandmarkAnswer(pack) } },
            Extractor = manifest.Extractor with { SelfTest = manifest.Extractor.SelfTest with { Values = ExtractorAnswer(pack) } },
        };
    }

    private static float[] DetectorAnswer(ModelPack pack)
    {
        using var detector = new FaceDetector(pack);
        (float[] scores, float[] offsets) = detector.Infer(Frame());
        return Pick([.. scores, .. offsets]);
    }

    private static float[] LandmarkAnswer(ModelPack pack)
    {
        using var landmarks = new LandmarkFinder(pack);
        return Pick(landmarks.Infer(Frame(), Corner, CropSide));
    }

    private static float[] ExtractorAnswer(ModelPack pack)
    {
        using var extractor = new TemplateExtractor(pack);
        return Pick(extractor.Infer(SyntheticPicture.Draw(Alignment.Side, Alignment.Side)));
    }

    private static BgrImage Frame() =>
        new(SyntheticPicture.Draw(FrameWidth, FrameHeight), FrameWidth, FrameHeight, FrameWidth * BgrImage.Channels);

    private static float[] Pick(ReadOnlySpan<float> values)
    {
        float[] picked = new float[Math.Min(ValuesRecorded, values.Length)];
        for (int index = 0; index < picked.Length; index++)
            picked[index] = values[(int)((long)index * values.Length / picked.Length)];
        return picked;
    }

    private static void Compare(string model, float[] found, GoldenOutput expected, List<SelfTestFault> faults)
    {
        if (found.Length != expected.Values.Count)
        {
            faults.Add(new SelfTestFault(model, Text($"answered {found.Length} values, expected {expected.Values.Count}")));
            return;
        }
        float worst = 0;
        int where = 0;
        for (int index = 0; index < found.Length; index++)
        {
            if (!float.IsFinite(found[index]))
            {
                faults.Add(new SelfTestFault(model, Text($"answered {found[index]} at {index}, expected a finite number")));
                return;
            }
            float difference = MathF.Abs(found[index] - expected.Values[index]);
            if (difference > worst)
                (worst, where) = (difference, index);
        }
        if (worst > expected.Tolerance)
        {
            faults.Add(new SelfTestFault(
                model, Text($"answered {found[where]} at {where}, expected {expected.Values[where]} within {expected.Tolerance}")));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
