using CsCheck;
using Signpost.ControlPlane.Console.Parts;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Console;

public sealed class PlaceTests
{
    [Fact]
    public void CornerText_MixedSeparatorsAndEmptyLines_ReadsAll()
    {
        var (corners, errors) = CornerText.Read("51.5, -0.12\n\n 51.6;−0.13 \r\n51.7 -0.14");

        Assert.Empty(errors);
        Assert.Equal([new Corner(51.5, -0.12), new Corner(51.6, -0.13), new Corner(51.7, -0.14)], corners);
    }

    [Theory]
    [InlineData("51.5")]
    [InlineData("north, west")]
    [InlineData("91, 0")]
    [InlineData("0, 181")]
    [InlineData("NaN, 0")]
    [InlineData("1, 2, 3")]
    public void CornerText_UnreadableLine_NamesTheLine(string line)
    {
        var (corners, errors) = CornerText.Read($"51.5, -0.12\n{line}");

        Assert.Single(corners);
        Assert.StartsWith("Line 2:", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void CornerText_WrittenAndRead_IsTheSame() =>
        Gen.Select(Gen.Int[-9_000_000, 9_000_000], Gen.Int[-18_000_000, 18_000_000]).Array[0, 8].Sample(points =>
        {
            var corners = points.Select(point => new Corner(point.Item1 / 1e5, point.Item2 / 1e5)).ToList();
            Assert.Equal(corners, CornerText.Read(CornerText.Write(corners)).Corners);
        });

    [Fact]
    public void PlaceSketch_TwoCorners_IsNoPlace() => Assert.Null(PlaceSketch.Of([new Corner(0, 0), new Corner(0, 1)]));

    [Fact]
    public void PlaceSketch_SquareAtTheEquator_HasItsSizeAndArea()
    {
        const double hundredMetres = 100 / 111_320.0;

        var sketch = PlaceSketch.Of([new(0, 0), new(0, hundredMetres), new(hundredMetres, hundredMetres), new(hundredMetres, 0)]);

        Assert.NotNull(sketch);
        Assert.Equal(100, sketch.Width, 1.0);
        Assert.Equal(100, sketch.Height, 1.0);
        Assert.Equal("100 m west to east, 100 m south to north, 10,000 m²", sketch.Describe());
    }

    [Fact]
    public void PlaceSketch_FarNorth_NarrowsLongitude()
    {
        var sketch = PlaceSketch.Of([new(60, 0), new(60, 0.01), new(60.01, 0.01), new(60.01, 0)]);

        Assert.Equal(0.5, sketch!.Width / sketch.Height, 0.01);
    }

    [Fact]
    public void PlaceSketch_North_IsUp()
    {
        var sketch = PlaceSketch.Of([new(51.52, 0), new(51.50, 0.01), new(51.50, -0.01)]);

        Assert.True(sketch!.Corners[0].Y < sketch.Corners[1].Y);
    }
}
