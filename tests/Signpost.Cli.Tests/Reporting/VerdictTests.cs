using Signpost.Cli.Reporting;

namespace Signpost.Cli.Tests.Reporting;

public sealed class VerdictTests
{
    private static readonly UnitReport GoodUnit = new("unit-1", "recognising", 12.5, 750, 0, 900, 30, 4, 0, new Dictionary<string, Percentiles>(), 200);
    private static readonly AlertJudgement GoodAlerts = new(4, 4, 0, [], []);
    private static readonly Evidence Good = new([GoodUnit], GoodAlerts, 0, 0, true);

    [Fact]
    public void Run_WithNothingWrong_HasNoProblem() => Assert.Empty(Verdict.ProblemsOf(Good));

    [Fact]
    public void Run_WithARealCamera_IsNotJudgedByAlerts() => Assert.Empty(Verdict.ProblemsOf(Good with { Alerts = null }));

    [Fact]
    public void Run_WithAMissedVisitOnly_HasNoProblem() =>
        Assert.Empty(Verdict.ProblemsOf(Good with { Alerts = GoodAlerts with { MissedVisits = [new("unit-1", "actor-01", true, default, default)] } }));

    [Fact]
    public void Run_WithFewDroppedFrames_HasNoProblem() => Assert.Empty(Verdict.ProblemsOf(Good with { Units = [GoodUnit with { DroppedFrames = 7 }] }));

    [Fact]
    public void ShortRun_WithOneHiccup_HasNoProblem()
    {
        Assert.Empty(Verdict.ProblemsOf(Good with { Units = [GoodUnit with { Frames = 74, DroppedFrames = 3 }] }));
        Assert.NotEmpty(Verdict.ProblemsOf(Good with { Units = [GoodUnit with { Frames = 73, DroppedFrames = 4 }] }));
    }

    public static TheoryData<string, string> Wrongs() => new()
    {
        { "false alert", "1 false alerts" },
        { "missed person", "actor-01" },
        { "crash", "crashes" },
        { "killed", "killed" },
        { "unsent", "2 events" },
        { "drops", "dropped 8 of 758" },
        { "no frame", "saw no frame" },
        { "idle", "not every unit" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void Run_WithOneThingWrong_NamesIt(string wrong, string expected)
    {
        var evidence = wrong switch
        {
            "false alert" => Good with { Alerts = GoodAlerts with { False = 1 } },
            "missed person" => Good with { Alerts = GoodAlerts with { MissedPersons = [("unit-1", "actor-01")] } },
            "crash" => Good with { Crashes = 1 },
            "killed" => Good with { Killed = 1 },
            "unsent" => Good with { Units = [GoodUnit with { UnsentEvents = 2 }] },
            "drops" => Good with { Units = [GoodUnit with { DroppedFrames = 8 }] },
            "no frame" => Good with { Units = [GoodUnit with { Frames = 0 }] },
            _ => Good with { EveryUnitRecognised = false },
        };

        Assert.Contains(expected, Assert.Single(Verdict.ProblemsOf(evidence)), StringComparison.Ordinal);
    }
}
