using CsCheck;

namespace Signpost.Recognition.Tests;

public class SuppressionTests
{
    private static readonly Gen<FaceBox[]> Boxes =
        Gen.Select(Gen.Float[0, 100], Gen.Float[0, 100], Gen.Float[1, 60], Gen.Float[1, 60], Gen.Float[0, 1])
            .Select((x, y, width, height, confidence) => new FaceBox(x, y, width, height, confidence)).Array[0, 40];

    [Fact]
    public void Apply_AnyBoxes_KeepsNoTwoThatOverlapAndDropsNoneThatDoesNot()
    {
        Boxes.Sample(boxes =>
        {
            FaceBox[] sorted = [.. boxes.OrderByDescending(box => box.Confidence)];
            var kept = new FaceBox[sorted.Length];
            int count = Suppression.Apply(sorted, 0.4f, kept);
            FaceBox[] survivors = kept[..count];
            foreach (FaceBox box in sorted)
            {
                bool survived = survivors.Contains(box);
                bool overlapped = survivors.TakeWhile(other => other != box).Any(other => other.Confidence >= box.Confidence && other.Overlap(box) > 0.4f);
                Assert.NotEqual(survived, overlapped);
            }
        });
    }

    [Fact]
    public void Apply_LittleRoom_KeepsTheMostConfident()
    {
        FaceBox[] sorted = [new(0, 0, 10, 10, 0.9f), new(50, 0, 10, 10, 0.8f), new(100, 0, 10, 10, 0.7f)];
        var kept = new FaceBox[2];
        Assert.Equal(2, Suppression.Apply(sorted, 0.4f, kept));
        Assert.Equal(sorted[..2], kept);
    }

    [Fact]
    public void Overlap_HalfCovered_IsAThird() =>
        Assert.Equal(1f / 3, new FaceBox(0, 0, 10, 10, 1).Overlap(new FaceBox(5, 0, 10, 10, 1)), 5);

    [Fact]
    public void Overlap_Touching_IsNothing() =>
        Assert.Equal(0, new FaceBox(0, 0, 10, 10, 1).Overlap(new FaceBox(10, 0, 10, 10, 1)));
}
