using CsCheck;

namespace Signpost.Recognition.Tests;

public class TemplateTests
{
    private static readonly Gen<float[]> Vectors = Gen.Float[-10, 10].Array[16].Where(values => values.Any(value => MathF.Abs(value) > 0.1f));

    [Fact]
    public void Normalise_AnyVector_HasLengthOneAndTheSameDirection() => Vectors.Sample(values =>
    {
        float[] template = [.. values];
        Assert.True(Template.Normalise(template));
        Assert.Equal(1, template.Sum(value => value * value), 1e-4);
        Assert.Equal(1, Template.Compare(values, template), 1e-4);
    });

    [Fact]
    public void Normalise_ZeroOrNotFinite_Refuses()
    {
        Assert.False(Template.Normalise(new float[8]));
        Assert.False(Template.Normalise([1, float.NaN]));
        Assert.False(Template.Normalise([1, float.PositiveInfinity]));
    }

    [Fact]
    public void Accumulate_WeightedShots_AveragesByQuality()
    {
        float[] sum = new float[2];
        Template.Accumulate(sum, [1, 0], 3);
        Template.Accumulate(sum, [0, 1], 1);
        Assert.Equal([3f, 1f], sum);
    }
}
