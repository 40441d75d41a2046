using CsCheck;
using Signpost.Edge.Vision;
using Signpost.Recognition;

namespace Signpost.Edge.Tests.Vision;

public sealed class TemplateSetTests
{
    private const int Length = 16;

    private static readonly Gen<float[]> GenTemplate = Gen.Float[-1, 1].Array[Length].Where(values => values.Any(value =>
        Math.Abs(value) > 0.01f)).Select(values =>
    {
        Template.Normalise(values);
        return values;
    });

    [Fact]
    public void Add_AnyShots_AveragesTheBestByQuality() =>
        (from templates in GenTemplate.Array[1, 20]
         from qualities in Gen.Float[1, 100].Array[20]
         select (templates, qualities)).Sample(random =>
        {
            var set = new TemplateSet(5, Length);
            var kept = new List<(float[] Template, float Quality)>();
            for (var i = 0; i < random.templates.Length; i++)
            {
                set.Add(random.templates[i], new ShotFacts(default, random.qualities[i], 60));
                // In the place of the worst, the first of equals: which of two equally poor shots stays is part of what is expected.
                if (kept.Count < 5) kept.Add((random.templates[i], random.qualities[i]));
                else kept[kept.IndexOf(kept.MinBy(shot => shot.Quality))] = (random.templates[i], random.qualities[i]);
            }

            var expected = new float[Length];
            foreach (var (template, quality) in kept)
            {
                for (var i = 0; i < Length; i++) expected[i] += template[i] * quality;
            }

            var norm = MathF.Sqrt(expected.Sum(value => value * value));
            if (norm < 1) return; // shots that cancel each other out average to nothing in particular
            for (var i = 0; i < Length; i++) Assert.Equal(expected[i] / norm, set.Average[i], 1e-4f);
        });

    [Fact]
    public void Clear_AfterShots_LeavesZeros()
    {
        var set = new TemplateSet(3, Length);
        var template = new float[Length];
        template[3] = 1;
        for (var i = 0; i < 5; i++) set.Add(template, new ShotFacts(default, 50, 60));
        Assert.False(set.IsBlank);
        set.Clear();
        Assert.True(set.IsBlank);
        Assert.Equal(0, set.Count);
    }
}
