using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>How many faces of a known width a detector finds in a 1280×720 frame, and whether what it finds still compares.</summary>
internal sealed class RecallStudy(ModelPack pack) : IDisposable
{
    private const int Width = 1280, Height = 720;

    /// <summary>Overlap with the true box from which a face counts as found.</summary>
    private const float Found = 0.4f;

    private readonly FaceDetector _detector = new(pack);
    private readonly FaceChain _chain = new(pack);
    private readonly FaceBox[] _faces = new FaceBox[64];

    /// <param name="portraits">Files with one face each.</param>
    /// <param name="faceWidth">Pixels.</param>
    /// <param name="blur">3×3 means applied to the frame.</param>
    /// <param name="noise">Standard deviation of the noise added, in grey values.</param>
    /// <param name="frames">Frames drawn, six faces in each.</param>
    /// <param name="seed">Of places and noise.</param>
    public RecallResult Run(IReadOnlyList<string> portraits, int faceWidth, int blur, double noise, int frames, int seed)
    {
        var random = new Random(seed);
        int shown = 0, found = 0, extra = 0;
        var scores = new List<float>();
        for (int frame = 0; frame < frames; frame++)
        {
            var canvas = new Canvas(Width, Height);
            var truth = new List<(FaceBox Box, ChainAnswer Original)>();
            for (int slot = 0; slot < 6; slot++)
            {
                string file = portraits[(frame * 6 + slot) % portraits.Count];
                using var portrait = Photograph.Decode(File.ReadAllBytes(file));
                if (portrait.Error != PhotographError.None || _chain.Extract(portrait.Image) is not { } original)
                    throw new InvalidDataException($"{file}: no face");
                float x = Width * (slot % 3 + 0.5f) / 3 + random.Next(-60, 60) + random.NextSingle();
                float y = Height * (slot / 3 + 0.5f) / 2 + random.Next(-40, 40) + random.NextSingle();
                truth.Add((canvas.Paste(portrait.Image, original.Face, faceWidth, x, y), original));
            }
            canvas.Blur(blur);
            canvas.AddNoise(random, noise);
            int count = _detector.Detect(canvas.Image, _faces);
            extra += count;
            foreach ((FaceBox box, ChainAnswer original) in truth)
            {
                shown++;
                if (Best(box, count) is not { } face)
                    continue;
                found++;
                extra--;
                scores.Add(Template.Compare(_chain.Extract(canvas.Image, face).Template, original.Template));
            }
        }
        scores.Sort();
        return new RecallResult(shown, found, extra, scores.Count == 0 ? 0 : scores[scores.Count / 2], scores.Count == 0 ? 0 : scores[scores.Count / 20]);
    }

    public void Dispose()
    {
        _detector.Dispose();
        _chain.Dispose();
    }

    private FaceBox? Best(FaceBox truth, int count)
    {
        FaceBox best = _faces.AsSpan(0, count).ToArray().OrderByDescending(face => face.Overlap(truth)).FirstOrDefault();
        return best.Width > 0 && best.Overlap(truth) >= Found ? best : null;
    }
}

/// <summary>What a study counted.</summary>
/// <param name="Shown">Faces in the frames.</param>
/// <param name="Found">Of these, found.</param>
/// <param name="Extra">Boxes that are none of these.</param>
/// <param name="MedianScore">Comparison of a found face with the picture it was drawn from: loss by size, blur and noise, not recognition.</param>
/// <param name="LowScore">The same at the twentieth part.</param>
internal sealed record RecallResult(int Shown, int Found, int Extra, float MedianScore, float LowScore);
