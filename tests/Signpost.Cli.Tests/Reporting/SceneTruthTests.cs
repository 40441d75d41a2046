using Signpost.Cli.Reporting;

namespace Signpost.Cli.Tests.Reporting;

public sealed class SceneTruthTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void File_OfTheSimulatedCamera_GivesVisitsAtWallClockTimes()
    {
        var file = _folder.File("truth.json");
        File.WriteAllText(file, """
            {"unitIndex":0,"seed":1,"startedAt":"2026-01-01T12:00:00+00:00","framesPerSecond":12.5,
             "visits":[{"visit":1,"actor":"actor-01","footage":"cap13","enrollable":true,"entersAt":2.5,"leavesAt":9,"minFaceWidth":50,"maxFaceWidth":90}]}
            """);

        var visit = Assert.Single(SceneTruth.VisitsOf("unit-1", [SceneTruth.Read(file)!]));

        Assert.Equal(new Visit("unit-1", "actor-01", true, Start.AddSeconds(2.5), Start.AddSeconds(9)), visit);
    }

    [Fact]
    public void Scene_FollowedByAnother_ShowsNothingAfterThatOnesStart()
    {
        var first = Scene(Start, (0, 5), (8, 20), (15, 30));
        var second = Scene(Start.AddSeconds(10), (1, 3));

        var visits = SceneTruth.VisitsOf("unit-1", [second, first]).Select(v => ((v.EntersAt - Start).TotalSeconds, (v.LeavesAt - Start).TotalSeconds));

        Assert.Equal([(0, 5), (8, 10), (11, 13)], visits);
    }

    [Fact]
    public void File_NotThere_IsNoTruth() => Assert.Null(SceneTruth.Read(_folder.File("absent.json")));

    [Fact]
    public void File_OfSomethingElse_IsNamed()
    {
        File.WriteAllText(_folder.File("truth.json"), "[]");

        Assert.Contains("truth.json", Assert.Throws<SetUpException>(() => SceneTruth.Read(_folder.File("truth.json"))).Message, StringComparison.Ordinal);
    }

    private static SceneTruth Scene(DateTimeOffset start, params (double Enters, double Leaves)[] visits) =>
        new(0, 1, start, [.. visits.Select((v, i) => new SceneVisit(i + 1, "actor-01", "cap13", true, v.Enters, v.Leaves))]);

    public void Dispose() => _folder.Dispose();
}
