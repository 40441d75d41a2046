using CsCheck;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class PairScanTests
{
    [Fact]
    public void Multiply_AnyLengthAndRun_AgreesWithTheSlowTwin() => Gen.Select(Gen.Int[1, 70], Gen.Int[1, 11], Gen.Int[0, 5], Gen.Int).Sample((length, rows, skipped, seed) =>
    {
        var random = new Random(seed);
        float[][] templates = [.. Enumerable.Range(0, rows + skipped + 1).Select(_ => Values(random, length))];
        using var matrix = new TemplateMatrix([.. templates.Select((template, index) => (template, index))]);
        float[] products = new float[rows];
        matrix.Multiply(templates[^1], skipped, products);
        for (int row = 0; row < rows; row++)
            Assert.Equal(templates[^1].Zip(templates[skipped + row]).Sum(pair => (double)pair.First * pair.Second), products[row], 1e-4);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scan_MoreRowsThanABlock_FindsEveryPairOfTwoPeopleOnce(bool onceEach)
    {
        var random = new Random(7);
        (float[] Template, int Person)[] probes = [.. Enumerable.Range(0, 600).Select(index => (Values(random, 16), index / 3))];
        (float[] Template, int Person)[] references = [.. probes.Select(row => (Values(random, 16), row.Person))];
        using TemplateMatrix first = new(probes), second = new(references);
        NonMatedComparisons found = PairScan.Scan(first, second, least: 1, onceEach);
        var expected = new List<(int First, int Second, double Score)>();
        long count = 0;
        for (int probe = 0; probe < probes.Length; probe++)
        {
            for (int reference = onceEach ? probe + 1 : 0; reference < references.Length; reference++)
            {
                if (probes[probe].Person == references[reference].Person)
                    continue;
                count++;
                double score = Product(probes[probe].Template, references[reference].Template);
                if (onceEach)
                    score = Math.Max(score, Product(probes[reference].Template, references[probe].Template));
                if (score >= 1)
                    expected.Add((probes[probe].Person, references[reference].Person, score));
            }
        }
        Assert.Equal(count, found.Count);
        Assert.Equal(expected.Count, found.Descending.Length);
        Assert.Equal(expected.Max(pair => pair.Score), found.Highest, 1e-4);
        Assert.Equal(expected.Select(pair => (pair.First, pair.Second)).Order(), found.Descending.ToArray().Select(pair => (pair.First, pair.Second)).Order());
        foreach (float threshold in new[] { 1f, 1.5f, 2f, 9f })
            Assert.Equal(expected.Count(pair => (float)pair.Score >= threshold), found.FalseMatches(threshold).Count);
    }

    // A visit has a template for each of its lengths: it counts once, with the best of them.
    [Fact]
    public void Scan_SearchesOfSeveralTemplates_CountOnceWithTheirHighestScore()
    {
        var random = new Random(11);
        (float[] Template, int Person, int Search)[] probes = [.. Enumerable.Range(0, 90).Select(index => (Values(random, 16), index / 9, index / 3))];
        (float[] Template, int Person)[] references = [.. Enumerable.Range(0, 300).Select(index => (Values(random, 16), index % 10))];
        using TemplateMatrix visits = new(probes), others = new(references);
        NonMatedComparisons found = PairScan.Scan(visits, others, least: 1, onceEach: false);
        double[] expected = [.. probes.GroupBy(probe => probe.Search)
            .SelectMany(search => references.Where(reference => reference.Person != search.First().Person).Select(reference => search.Max(probe => Product(probe.Template, reference.Template))))];
        Assert.Equal(expected.Length, found.Count);
        Assert.Equal(expected.Count(score => score >= 1), found.Descending.Length);
        Assert.Equal(expected.Max(), found.Highest, 1e-4);
    }

    [Fact]
    public void ThresholdFor_AnyRate_IsTheLowestThatKeepsIt() => Gen.Float[0, 1].Array[1, 40].Sample(scores =>
    {
        var pairs = new NonMatedComparisons(100, scores.Select(score => new NonMatedPair(0, 1, score)));
        foreach (double rate in new[] { 0.01, 0.05, 0.2 })
        {
            if (pairs.ThresholdFor(rate) is not { } threshold)
            {
                Assert.True(scores.Length <= rate * 100);
                continue;
            }
            Assert.True(pairs.FalseMatches(threshold).Rate <= rate);
            Assert.True(pairs.FalseMatches(MathF.BitDecrement(threshold)).Rate > rate);
        }
    });

    private static float[] Values(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() * 2 - 1)];

    private static double Product(float[] first, float[] second) => first.Zip(second).Sum(pair => (double)pair.First * pair.Second);
}
