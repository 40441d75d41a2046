using CsCheck;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class VisitMakerTests
{
    [Fact]
    public void Visits_AnyPerson_AreDistinctAndOfSeveralPictures() => Gen.Select(Gen.Int[0, 40], Gen.Int[2, 9]).Sample((pictures, shots) =>
    {
        IReadOnlyList<int[]> visits = VisitMaker.Visits(pictures, shots);
        Assert.All(visits, visit =>
        {
            Assert.InRange(visit.Length, 2, Math.Min(shots, pictures));
            Assert.Equal(visit.Length, visit.Distinct().Count());
            Assert.All(visit, place => Assert.InRange(place, 0, pictures - 1));
        });
        Assert.Equal(visits.Count, visits.Select(visit => string.Join(",", visit.Order())).Distinct().Count());
        if (pictures > 1)
            Assert.Equal(Enumerable.Range(0, pictures), visits.SelectMany(visit => visit).Distinct().Order());
    });

    [Fact]
    public void Visits_OnePicture_AreNone() => Assert.Empty(VisitMaker.Visits(1, 8));
}
