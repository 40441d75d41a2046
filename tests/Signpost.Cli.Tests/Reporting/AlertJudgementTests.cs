using CsCheck;
using Signpost.Cli.Reporting;

namespace Signpost.Cli.Tests.Reporting;

public sealed class AlertJudgementTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Actors = ["actor-01", "actor-02", "stranger"];
    private static readonly Watch[] WholeMinute = [new("unit-1", Start, Start.AddSeconds(60))];

    [Fact]
    public void Alert_WithinAnEnrolledVisit_IsTrue()
    {
        var judgement = AlertJudgement.Of([Alert("actor-01", 12)], [Enrolled("actor-01", 10, 20)], WholeMinute);

        Assert.Equal((1, 1, 0, 0, 0), Numbers(judgement));
    }

    [Theory]
    [InlineData("actor-01", 8.9)]
    [InlineData("actor-01", 21.1)]
    [InlineData("actor-02", 12)]
    [InlineData(null, 12)]
    public void Alert_AtAnotherTimeOrForAnotherPerson_IsFalse(string? actor, double at)
    {
        var judgement = AlertJudgement.Of([Alert(actor, at)], [Enrolled("actor-01", 10, 20)], WholeMinute);

        Assert.Equal((1, 0, 1, 1, 1), Numbers(judgement));
    }

    [Fact]
    public void Alert_OnAStranger_IsFalse()
    {
        var stranger = Enrolled("stranger", 10, 20) with { Enrolled = false };

        Assert.Equal((1, 0, 1, 0, 0), Numbers(AlertJudgement.Of([Alert("stranger", 12)], [stranger], WholeMinute)));
    }

    [Fact]
    public void Alert_OfAnotherUnit_IsFalseAndTheVisitMissed()
    {
        var elsewhere = Alert("actor-01", 12) with { Unit = "unit-2" };

        Assert.Equal((1, 0, 1, 1, 1), Numbers(AlertJudgement.Of([elsewhere], [Enrolled("actor-01", 10, 20)], WholeMinute)));
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(55, 61)]
    [InlineData(10, 11.9)]
    public void Visit_CutByTheWatchOrTooShort_IsNobodysMiss(double enters, double leaves)
    {
        Assert.Equal((0, 0, 0, 0, 0), Numbers(AlertJudgement.Of([], [Enrolled("actor-01", enters, leaves)], WholeMinute)));
    }

    [Fact]
    public void Person_MissedOnceAndSeenOnce_IsAMissedVisitAndNotAMissedPerson()
    {
        var judgement = AlertJudgement.Of([Alert("actor-01", 32)], [Enrolled("actor-01", 10, 20), Enrolled("actor-01", 30, 40)], WholeMinute);

        Assert.Equal((1, 1, 0, 1, 0), Numbers(judgement));
    }

    [Fact]
    public void Judgement_AnyAlertsAndVisits_AddsUp()
    {
        GenScene.Sample((alerts, visits) =>
        {
            var judgement = AlertJudgement.Of(alerts, visits, WholeMinute);
            var withoutAlerts = AlertJudgement.Of([], visits, WholeMinute);
            return judgement.Total == alerts.Length
                && judgement.True + judgement.False == judgement.Total
                && judgement.MissedVisits.All(visits.Contains)
                && judgement.MissedVisits.All(v => v.Enrolled)
                && judgement.MissedPersons.All(p => judgement.MissedVisits.Any(v => v.Unit == p.Unit && v.Actor == p.Actor))
                && judgement.MissedVisits.All(withoutAlerts.MissedVisits.Contains);
        });
    }

    [Fact]
    public void Judgement_OneAlertInEveryVisit_MissesNothingAndIsNeverFalse()
    {
        GenScene.Sample((_, visits) =>
        {
            var alerts = visits.Where(v => v.Enrolled).Select(v => new RaisedAlert(v.Unit, v.Actor, v.EntersAt, v.EntersAt)).ToArray();
            var judgement = AlertJudgement.Of(alerts, visits, WholeMinute);
            return judgement is { False: 0, MissedVisits.Count: 0, MissedPersons.Count: 0 };
        });
    }

    private static Gen<(RaisedAlert[] Alerts, Visit[] Visits)> GenScene
    {
        get
        {
            var unit = Gen.Int[1, 2].Select(n => $"unit-{n}");
            var actor = Gen.Int[0, 2].Select(n => Actors[n]);
            var alert = Gen.Select(unit, actor, Gen.Double[-5, 70]).Select((u, a, at) => new RaisedAlert(u, a, Start.AddSeconds(at), Start.AddSeconds(at)));
            var visit = Gen.Select(unit, actor, Gen.Double[-5, 70], Gen.Double[0, 20])
                .Select((u, a, at, length) => new Visit(u, a, a != "stranger", Start.AddSeconds(at), Start.AddSeconds(at + length)));
            return Gen.Select(alert.Array[0, 10], visit.Array[0, 10]);
        }
    }

    private static RaisedAlert Alert(string? actor, double at) => new("unit-1", actor, Start.AddSeconds(at), Start.AddSeconds(at + 0.1));

    private static Visit Enrolled(string actor, double enters, double leaves) => new("unit-1", actor, true, Start.AddSeconds(enters), Start.AddSeconds(leaves));

    private static (int, int, int, int, int) Numbers(AlertJudgement j) => (j.Total, j.True, j.False, j.MissedVisits.Count, j.MissedPersons.Count);
}
