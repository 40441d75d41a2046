using System.Text;
using CsCheck;
using Signpost.ModelTools.Quantisation;

namespace Signpost.ModelTools.Tests;

public class CalibrationTests
{
    private const string Valid = """{"format":"signpost-calibration/1","method":"min-max","pictures":3,"models":{"extractor":{"exponents":{"a":[0,8]},"ranges":{"x":[-1,2]}}}}""";

    [Fact]
    public void Parse_Valid_IsWrittenBackTheSame()
    {
        Calibration calibration = Calibration.Parse(Encoding.UTF8.GetBytes(Valid), "c.json");
        Assert.Equal(new TensorRange(-1, 2), calibration.Models["extractor"].ToRanges()["x"]);
        Assert.Equal(Valid + "\n", Encoding.UTF8.GetString(calibration.ToUtf8()));
    }

    [Theory]
    [InlineData("signpost-calibration/1", "signpost-calibration/7", "format is 'signpost-calibration/7'")]
    [InlineData("[-1,2]", "[2,-1]", "range of 'x'")]
    [InlineData("[-1,2]", "[2]", "range of 'x'")]
    [InlineData("[-1,2]", "[-1,1e39]", "range of 'x'")]
    [InlineData("[-1,2]", "null", "holds null")]
    [InlineData("[0,8]", "null", "holds null")]
    [InlineData("[0,8]", "[0,-1]", "exponents of 'a'")]
    [InlineData("[0,8]", "[0,65]", "exponents of 'a'")]
    [InlineData("\"pictures\":3,", "", "not a calibration")]
    [InlineData("\"exponents\"", "\"surprise\"", "not a calibration")]
    public void Parse_OneFault_IsNamed(string from, string to, string expected)
    {
        PackException fault = Assert.Throws<PackException>(() => Calibration.Parse(Encoding.UTF8.GetBytes(Valid.Replace(from, to, StringComparison.Ordinal)), "c.json"));
        Assert.StartsWith("c.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyChangedByte_IsACalibrationOrARefusal() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Byte).Sample(change =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Valid);
            bytes[change.Item1] = change.Item2;
            try
            {
                Calibration.Parse(bytes, "c.json");
            }
            catch (PackException)
            {
            }
        });

    [Theory]
    [InlineData(RangeMethods.MinMax, -4, 100)]
    [InlineData(RangeMethods.AveragedMinMax, -2.5, 51)]
    public void Choose_TwoPictures_IsTheMethods(string method, float min, float max)
    {
        TensorRange range = RangeMethods.Choose(method, Statistics());
        Assert.Equal((min, max), (range.Min, range.Max));
    }

    [Theory]
    [InlineData(RangeMethods.Percentile)]
    [InlineData(RangeMethods.Entropy)]
    public void Choose_OneOutlier_IsLeftOutside(string method)
    {
        TensorRange range = RangeMethods.Choose(method, Statistics());
        Assert.InRange(range.Max, 1.9f, 50f);
        Assert.InRange(range.Min, -4f, -0.5f);
    }

    /// <summary>A hundred thousand values from −1 to 2, one of 100 and one of −4.</summary>
    private static ValueStatistics Statistics()
    {
        float[] usual = [.. Enumerable.Range(0, 100_000).Select(index => index % 301 / 100f - 1)];
        var statistics = new ValueStatistics();
        float[][] pictures = [usual, [.. usual, 100, -4]];
        foreach (float[] picture in pictures)
            statistics.Add(picture, [1, picture.Length]);
        foreach (float[] picture in pictures)
            statistics.Count(picture);
        return statistics;
    }
}
