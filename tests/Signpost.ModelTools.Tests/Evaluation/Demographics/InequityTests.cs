using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class InequityTests
{
    [Fact]
    public void WorstToGeometricMean_KnownRates_IsTheQuotient()
    {
        Assert.Equal(1, Inequity.WorstToGeometricMean([0.01, 0.01, 0.01]), 1e-12);
        Assert.Equal(4, Inequity.WorstToGeometricMean([0.001, 0.016]), 1e-12);
        Assert.Equal(0.5 / 200, Inequity.Floored(0, 200));
    }

    [Fact]
    public void Study_OneGroupWhoseMembersAreAlike_IsTheWorst()
    {
        // Sixty pictures in the plane: those of the first group point one way, those of the second all ways.
        var random = new Random(3);
        float[][] templates = [.. Enumerable.Range(0, 60).Select(person => Direction(person < 30 ? random.NextDouble() : random.NextDouble() * 40))];
        using var matrix = new TemplateMatrix([.. templates.Select((template, person) => (template, person))]);
        var study = new DemographicStudy(matrix, matrix, least: -2, new Sampling(200, 1));
        float threshold = study.GlobalThreshold(0.3);
        Assert.True(study.Overall(threshold).Rate <= 0.3);
        GroupRate alike = study.Within("alike", [.. Enumerable.Range(0, 30)], threshold), unlike = study.Within("unlike", [.. Enumerable.Range(30, 30)], threshold);
        Assert.Equal(435, alike.Pairs);
        Assert.Equal(Slow(0, 30), alike.FalseMatches);
        Assert.Equal(Slow(30, 30), unlike.FalseMatches);
        Assert.True(alike.Fmr > 3 * unlike.Fmr);
        Assert.InRange(alike.Fmr, alike.FmrLow, alike.FmrUpper95);

        long Slow(int first, int count)
        {
            long found = 0;
            for (int one = first; one < first + count; one++)
            {
                for (int other = one + 1; other < first + count; other++)
                    found += templates[one].Zip(templates[other]).Sum(pair => pair.First * pair.Second) >= threshold ? 1 : 0;
            }
            return found;
        }
    }

    [Fact]
    public void GlobalThreshold_TooFewPictures_SaysSo()
    {
        using var matrix = new TemplateMatrix([(new float[] { 1, 0 }, 0), (new float[] { 0, 1 }, 1)]);
        Assert.Throws<DataException>(() => new DemographicStudy(matrix, matrix, -2, new Sampling(10, 1)).GlobalThreshold(0.01));
    }

    private static float[] Direction(double angle) => [(float)Math.Cos(angle), (float)Math.Sin(angle)];
}
