using Signpost.Hardware.Simulated.Footage;
using Signpost.Hardware.Simulated.Scene;

namespace Signpost.Hardware.Tests.Simulated;

public sealed class VisitPlanTests
{
    private static readonly FootageCatalogue Catalogue = FootageCatalogue.Load();

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, 60));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plan_OfAMinute_ShowsBothActorsSoonAndAgainAndTwelveStrangers(int seed)
    {
        var plan = Plan(seed, 130);
        foreach (var actor in Catalogue.Actors)
        {
            var enters = plan.Visits.Where(visit => visit.Actor == actor.Actor).Select(visit => visit.EntersAt).ToArray();
            Assert.InRange(enters[0], 0, 20);
            Assert.All(enters.Zip(enters.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 15, 32));
        }

        var strangers = plan.Visits.Where(visit => !visit.Enrollable && visit.LeavesAt < 60).Select(visit => visit.Actor).Distinct();
        Assert.True(strangers.Count() >= 12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plan_AtAnyMoment_HasTwoToFivePeopleAndNobodyTwice(int seed)
    {
        var plan = Plan(seed, 130);
        for (var time = 4.0; time < 120; time += 0.25)
        {
            var present = plan.Visits.Where(visit => visit.IsOn(time)).ToArray();
            Assert.InRange(present.Length, 2, 5);
            Assert.Equal(present.Length, present.Select(visit => visit.Footage).Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plan_EachVisit_IsOfPlausibleLengthWidthAndView(int seed)
    {
        Assert.All(Plan(seed, 130).Visits, visit =>
        {
            Assert.InRange(visit.Seconds, 5, 9);
            Assert.InRange(visit.From.Width, 49, 121);
            Assert.InRange(visit.To.Width, 49, 125);
            Assert.InRange(visit.EntersAt, visit.StartsAt, visit.EndsAt);
            Assert.InRange(visit.LeavesAt, visit.EntersAt + 2, visit.EndsAt);
            if (visit.Enrollable)
            {
                Assert.True(Math.Max(visit.From.Width, visit.To.Width) >= 69);
            }
        });
    }

    [Fact]
    public void Plan_InSmallSteps_IsTheSameAsInOne()
    {
        var whole = Plan(5, 90);
        var steps = Plan(5, 0);
        for (var time = 1.0; time <= 90; time += 1)
        {
            steps.ExtendTo(time);
        }

        Assert.Equal(whole.Visits, steps.Visits);
    }

    [Fact]
    public void Plan_OfAnotherSeed_IsAnother() => Assert.NotEqual(Plan(1, 60).Visits, Plan(2, 60).Visits);

    [Fact]
    public void Visit_BetweenTwoFrames_MovesSmoothly()
    {
        Assert.All(Plan(3, 60).Visits, visit =>
        {
            for (var time = visit.StartsAt; time < visit.EndsAt - 0.08; time += 0.08)
            {
                FacePose before = visit.At(time), after = visit.At(time + 0.08);
                Assert.InRange(MathF.Abs(after.X - before.X), 4, 32);
                Assert.InRange(MathF.Abs(after.Y - before.Y), 0, 8);
                Assert.InRange(MathF.Abs(after.Tilt - before.Tilt), 0, 0.03f);
            }
        });
    }

    private static VisitPlan Plan(int seed, double until)
    {
        var plan = new VisitPlan(Catalogue, _ => 3, new Random(seed), 1280, 720);
        plan.ExtendTo(until);
        return plan;
    }
}
