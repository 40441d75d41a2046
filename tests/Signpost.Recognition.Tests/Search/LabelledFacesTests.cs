using System.Numerics;

namespace Signpost.Recognition.Tests;

/// <summary>
/// Real templates: the whole open-set protocol of the evaluation data. Thousands of pictures: a slow suite, <c>./signpost test --suite evaluation</c>.
/// Needs the data, which is not part of the project: set SIGNPOST_EVAL_DATA to its folder.
/// </summary>
[Trait("Suite", "evaluation")]
public class LabelledFacesTests
{
    [Fact]
    public void Search_EveryProbe_FindsWhatSinglePrecisionFinds()
    {
        string data = Path.Combine(Environment.GetEnvironmentVariable("SIGNPOST_EVAL_DATA") ?? "", "lfw-a");
        Assert.SkipUnless(File.Exists(Path.Combine(data, "gallery.txt")), "SIGNPOST_EVAL_DATA does not name the evaluation data");
        using var chain = new Chain(Repository.DefaultPack);
        float[][] references = [.. Templates(chain, data, "gallery.txt")];
        using Gallery gallery = Gallery.Build(references[0].Length, [.. references.Select(reference => new GalleryEntry(reference))]);
        int probes = 0, different = 0;
        foreach (float[] probe in Templates(chain, data, "mated.txt").Concat(Templates(chain, data, "nonmated.txt")))
        {
            probes++;
            if (gallery.Search(probe).Index != Best(references, probe))
                different++;
        }
        Assert.Equal(0, different);
        Assert.InRange(probes, 3_800, 3_939);
        TestContext.Current.SendDiagnosticMessage($"{references.Length} references, {probes} probes, {different} different");
    }

    private static int Best(float[][] references, float[] probe)
    {
        int best = -1;
        double bestScore = double.NegativeInfinity;
        for (int index = 0; index < references.Length; index++)
        {
            double score = 0, square = 0;
            for (int at = 0; at < probe.Length; at++)
            {
                score += (double)references[index][at] * probe[at];
                square += (double)references[index][at] * references[index][at];
            }
            score /= Math.Sqrt(square);
            if (score > bestScore)
                (best, bestScore) = (index, score);
        }
        return best;
    }

    private static IEnumerable<float[]> Templates(Chain chain, string data, string list) =>
        File.ReadLines(Path.Combine(data, list)).Where(line => line.Length > 0)
            .Select(line => chain.Template(Path.Combine(data, "images", line.Split('\t')[1]))).OfType<float[]>();

    private sealed class Chain(ModelPack pack) : IDisposable
    {
        private readonly FaceDetector _detector = new(pack);
        private readonly LandmarkFinder _landmarks = new(pack);
        private readonly TemplateExtractor _extractor = new(pack);
        private readonly FaceBox[] _faces = new FaceBox[64];
        private readonly byte[] _aligned = new byte[Alignment.ByteCount];

        /// <summary>The template of the face nearest the centre, or null.</summary>
        public float[]? Template(string file)
        {
            using DecodedPhotograph photograph = Photograph.Decode(File.ReadAllBytes(file));
            int count = _detector.Detect(photograph.Image, _faces);
            if (count == 0)
                return null;
            var centre = new Vector2(photograph.Width, photograph.Height) / 2;
            FaceBox face = _faces.AsSpan(0, count).ToArray().MinBy(box => Vector2.Distance(centre, new(box.X + box.Width / 2, box.Y + box.Height / 2)));
            Span<Vector2> points = stackalloc Vector2[LandmarkFinder.PointCount];
            _landmarks.Find(photograph.Image, face, points);
            Alignment.Align(photograph.Image, FivePoints.From68(points), _aligned);
            float[] template = new float[pack.TemplateLength];
            _extractor.Extract(_aligned, template);
            return template;
        }

        public void Dispose()
        {
            _detector.Dispose();
            _landmarks.Dispose();
            _extractor.Dispose();
        }
    }
}
