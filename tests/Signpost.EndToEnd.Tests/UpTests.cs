using System.Text.Json;
using Signpost.Cli.Demonstration;
using Signpost.EndToEnd.Tests.Support;

namespace Signpost.EndToEnd.Tests;

/// <summary>Control plane and two units as processes, on real footage.</summary>
public sealed class UpTests(DemonstrationRun run) : IClassFixture<DemonstrationRun>
{
    [Fact]
    public void Run_OnTheSimulatedStreet_AlertsOnTheEnrolledAndOnNobodyElse()
    {
        OnlyTheMachineIsToBlame.Check(run.ExitCode, run.Report, run.Lines);
        var alerts = run.Report.GetProperty("alerts");
        Assert.True(Int(alerts, "true") >= 2, alerts.ToString());
        Assert.Equal((0, 0), (Int(alerts, "false"), Int(alerts, "missedPersons")));
        Assert.Equal(Int(alerts, "total"), Int(alerts, "true"));
    }

    [Fact]
    public void Report_OfARun_HasEveryPromisedNumber()
    {
        Assert.InRange(run.Report.GetProperty("durationSeconds").GetDouble(), 39, 60);
        var units = run.Report.GetProperty("units").EnumerateArray().ToArray();
        Assert.Equal(["unit-1", "unit-2"], units.Select(u => u.GetProperty("unit").GetString()));
        Assert.All(units, unit =>
        {
            foreach (var name in new[] { "frames", "faces", "tracks", "matchEvents" }) Assert.True(Int(unit, name) > 0, $"{name}: {unit}");
            Assert.True(Int(unit, "droppedFrames") >= 0);
            foreach (var stage in new[] { "decode", "detect", "track", "embed", "search" })
            {
                var times = unit.GetProperty("stagesMs").GetProperty(stage);
                Assert.True(times.GetProperty("p50").GetDouble() <= times.GetProperty("p95").GetDouble(), $"{stage}: {times}");
            }
            Assert.InRange(unit.GetProperty("peakMemoryMb").GetDouble(), 20, 2000);
        });
        Assert.True(run.Report.GetProperty("latencyMs").GetProperty("frameToStoredAlert").GetProperty("p95").GetDouble() > 0);
        Assert.Equal(["control-plane", "unit-1", "unit-2"], run.Report.GetProperty("processes").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.All(run.Report.GetProperty("processes").EnumerateArray(), p => Assert.True(p.GetProperty("peakMemoryMb").GetDouble() > 20));
    }

    [Fact]
    public void Events_OfARun_AreAllInTheControlPlane()
    {
        var stored = new StoredMessages(run.Data);

        NothingLostNothingDoubled.Check(stored, run.Data);
    }

    [Fact]
    public void Unit_DuringARun_TalksToItsControlPlaneOnly()
    {
        var ports = JsonSerializer.Deserialize<Ports>(File.ReadAllBytes(run.Data.Ports), JsonSerializerOptions.Web)!;
        string[] ours = [$"tcp loopback:{ports.Units}", $"tcp loopback:{ports.Broker}", $"tcp loopback:{ports.Enrolment}"];

        Assert.Contains(ours[0], run.UnitSockets);
        Assert.Contains(ours[1], run.UnitSockets);
        Assert.Empty(run.UnitSockets.Except(ours));
    }

    [Fact]
    public void Home_AfterARun_HoldsNoTelemetry()
    {
        Assert.False(Directory.Exists(Path.Combine(run.Home, ".cache", "Microsoft")));
        Assert.DoesNotContain(Directory.EnumerateFiles(run.Home, "*", SearchOption.AllDirectories), f => f.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Secrets_OfARun_AreInNoCommandLineAndNoLog()
    {
        var staff = JsonSerializer.Deserialize<StaffAccount[]>(File.ReadAllBytes(run.Data.Staff), JsonSerializerOptions.Web)!;
        var tokens = Enumerable.Range(1, 2).Select(n => run.Data.Unit(n).ClaimToken).Where(File.Exists).Select(f => File.ReadAllText(f).Trim());
        string[] secrets = [.. staff.Select(s => s.Password), .. tokens];

        Assert.NotEmpty(run.CommandLines);
        Assert.All(run.CommandLines, line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.Ordinal)));
        Assert.All(Directory.EnumerateFiles(run.Data.Logs), log =>
        {
            var text = File.ReadAllText(log);
            Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void SignIns_OfTheFirstRun_ArePrintedOnceAndKeptPrivately()
    {
        var operatorsLine = File.ReadLines(run.Data.SignIns).Single(l => l.StartsWith("operator ", StringComparison.Ordinal));

        Assert.Contains(operatorsLine, run.Lines);
        Assert.DoesNotContain(operatorsLine, run.SecondLines);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.Data.SignIns));
    }

    [Fact]
    public void SecondStart_FetchesAndEnrolsNothingAndTakesSeconds()
    {
        Assert.DoesNotContain(run.SecondLines, l => l.Contains("fetching", StringComparison.Ordinal) || l.Contains("building", StringComparison.Ordinal));
        Assert.DoesNotContain(run.SecondLines, l => l.Contains("order authorised", StringComparison.Ordinal));
        Assert.True(run.SecondStart < TimeSpan.FromSeconds(60), $"took {run.SecondStart}");
        // One second is too short to see anybody; what may not happen is a crash, a loss or a false alert.
        OnlyTheMachineIsToBlame.Check(run.SecondExitCode, run.SecondReport, run.SecondLines);
    }

    [Fact]
    public void AfterTheRuns_NoProcessIsLeft() => Assert.Empty(Processes.Naming(run.Data.Root));

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
