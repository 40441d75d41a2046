using System.Text.Json;
using Signpost.Cli.Reporting;

namespace Signpost.Cli.Tests.Reporting;

public sealed class RunReportTests
{
    private static readonly string[] Stages = ["decode", "detect", "track", "embed", "search"];

    [Fact]
    public void Json_SimulatedScene_HasEveryPromisedName()
    {
        var root = Parse(Report(new(2, 1, 1, 0, 0)));

        Assert.False(root.GetProperty("ok").GetBoolean());
        Assert.Equal(60.2, root.GetProperty("durationSeconds").GetDouble());
        var unit = root.GetProperty("units")[0];
        Assert.Equal("unit-1", unit.GetProperty("unit").GetString());
        foreach (var name in new[] { "frames", "droppedFrames", "faces", "tracks", "matchEvents" }) Assert.True(unit.GetProperty(name).GetInt64() >= 0);
        foreach (var stage in Stages) Assert.Equal((1.5, 2.5), Times(unit.GetProperty("stagesMs").GetProperty(stage)));
        Assert.Equal(210.5, unit.GetProperty("peakMemoryMb").GetDouble());
        var alerts = root.GetProperty("alerts");
        Assert.Equal((2, 1, 1, 0), (Int(alerts, "total"), Int(alerts, "true"), Int(alerts, "false"), Int(alerts, "missedVisits")));
        Assert.Equal((120, 340), Times(root.GetProperty("latencyMs").GetProperty("frameToStoredAlert")));
        Assert.Equal("control-plane", root.GetProperty("processes")[0].GetProperty("name").GetString());
        Assert.Equal(180.25, root.GetProperty("processes")[0].GetProperty("peakMemoryMb").GetDouble());
    }

    [Fact]
    public void Json_RealCamera_SaysNothingAboutTheTruth()
    {
        var alerts = Parse(Report(new(2, null, null, null, null))).GetProperty("alerts");

        Assert.Equal(2, Int(alerts, "total"));
        Assert.False(alerts.TryGetProperty("true", out _));
        Assert.False(alerts.TryGetProperty("missedVisits", out _));
    }

    private static RunReport Report(AlertReport alerts)
    {
        var stages = Stages.ToDictionary(s => s, _ => new Percentiles(1.5, 2.5));
        return new(
            false,
            ["1 false alerts"],
            60.2,
            1,
            0.45,
            [new("unit-1", "recognising", 12.5, 750, 0, 900, 30, 2, 0, stages, 210.5)],
            alerts,
            new(new(120, 340)),
            [new("control-plane", 180.25, 0)],
            0);
    }

    private static JsonElement Parse(RunReport report) => JsonDocument.Parse(report.ToJson()).RootElement;

    private static (double, double) Times(JsonElement element) => (element.GetProperty("p50").GetDouble(), element.GetProperty("p95").GetDouble());

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
