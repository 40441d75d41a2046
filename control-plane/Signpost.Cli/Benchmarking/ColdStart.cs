using System.Text.Json;
using Signpost.Cli.Api;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Reporting;
using Signpost.Cli.Running;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Benchmarking;

/// <summary>
/// From the start of a unit's process to the first alert that stands in the control plane's database: an enrolled unit that was switched off,
/// with a person of its watchlist before the camera. The program as built for development (JIT) and as published for units (Native AOT).
/// </summary>
internal sealed class ColdStart(SignpostHome home, string folder, DemonstrationScores scores, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan AlertPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="SetUpException">The system did not start, or the unit never recognised the person.</exception>
    public async Task<BenchSection> MeasureAsync(int starts, CancellationToken stopping)
    {
        var native = await PublishAsync(stopping);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var data = new DataFolder(folder);
        data.Create();
        var footage = Footage.Load(home);
        var (video, photographs) = (await ClipAsync(footage, stopping), await Photographs.FromFootageAsync(footage, home, data, stopping));
        var ports = Ports.LoadOrChoose(data, 0);
        var force = Force.LoadOrCreate(data, time);
        var (accounts, _) = SignIns.LoadOrCreate(data);
        var waiting = new Waiting(time);
        await using var fleet = new Fleet(time, say);
        await new ControlPlaneStart(home, data, waiting).StartAsync(fleet, ports, force, cohortFile: null, stopping);
        using var staff = new Staff(new Uri($"http://localhost:{ports.Console}/"), accounts);
        await (await staff.AsAsync(SignIns.Administrator, stopping)).InstallRosterAsync(force.Roster, force.RootPublicKey, stopping);
        var source = (await Sources.ResolveAsync([video], 1, stopping))[0];
        var seat = await new UnitStart(home, data, staff, force, ports, waiting).StartAsync(fleet, 1, source, seed: 1, stopping);
        await new Deployment(staff, force, scores, data, time, say).EnsureAsync(photographs, [seat.UnitId], stopping);
        // What is proven here is that the person is recognised at all; when does not count yet.
        var lastAlert = (await AlertAsync(staff, 0, DateTimeOffset.MinValue, stopping)).Id;
        await fleet.StopAsync([seat.Program]);

        var rows = new List<IReadOnlyList<JsonElement>>();
        foreach (var (name, program) in new[] { ("JIT", home.Appliance), ("Native AOT", native) })
        {
            var seconds = new List<double>();
            var (toPicture, memory) = (new List<double>(), 0L);
            for (var start = 0; start < starts; start++)
            {
                var began = time.GetUtcNow();
                var unit = await fleet.StartAsync(seat.Program.Spec with { Program = program });
                var alert = await AlertAsync(staff, lastAlert, began, stopping);
                lastAlert = alert.Id;
                seconds.Add((alert.FirstStoredAt - began).TotalSeconds);
                toPicture.Add((alert.FirstCapturedAt - began).TotalSeconds);
                await fleet.StopAsync([unit]);
                memory = Math.Max(memory, unit.PeakMemory);
                say($"{name}: first recognised face {seconds[^1]:0.00} s after the process began");
            }
            rows.Add(Row(name, seconds, toPicture, memory));
        }
        return new(
            "start",
            "Cold start to the first recognised face",
            [
                "An enrolled unit that holds nothing but its identity starts, fetches order and watchlist from a control plane on this machine, tests itself, opens its camera (a recording through ffmpeg with an enrolled person in every picture) and recognises. "
                + "Seconds from the start of the process to the capture of the picture that completed the decision, and to the alert standing in the database.",
                "Memory: peak resident set of the unit's process, ffmpeg not included.",
            ],
            ["program", "starts", "to the deciding picture, median s", "to the alert, median s", "to the alert, longest s", "peak MB"],
            rows);
    }

    private async Task<string> PublishAsync(CancellationToken stopping)
    {
        var output = Path.Combine(home.State, "bench", "native");
        say("publishing the unit's program as Native AOT, with the simulated beacon, without which it recognises nobody");
        var result = await ToolRunner.RunAsync(
            Dotnet.Path,
            [
                "publish", "edge/Signpost.Edge.Appliance", "-c", "Release", "-p:PublishAot=true", "-p:SimulatedDevices=true",
                $"-p:ArtifactsPath={Path.Combine(home.State, "bench", "artifacts")}", "-o", output, "--nologo", "-v", "quiet",
            ],
            stopping, home.Root, ("MSBUILDDISABLENODEREUSE", "1"));
        return result.ExitCode == 0
            ? Path.Combine(output, "Signpost.Edge.Appliance")
            : throw new SetUpException($"The unit's program cannot be published as Native AOT: {result.Output}{result.Error}");
    }

    /// <summary>Six seconds of an enrolled man, from another recording than his reference.</summary>
    private async Task<string> ClipAsync(Footage footage, CancellationToken stopping)
    {
        var picture = footage.Actors[^1].Clips[0];
        var clip = Path.Combine(folder, "clip.mkv");
        var result = await ToolRunner.RunAsync(
            "ffmpeg", ["-nostdin", "-v", "error", "-y", "-ss", "28", "-t", "6", "-i", Path.Combine(home.Media, picture.Package, picture.File), "-c:v", "libx264", "-an", clip], stopping);
        return result.ExitCode == 0 ? clip : throw new SetUpException($"ffmpeg could not cut a clip for the cold start: {result.LastLine}");
    }

    private async Task<AlertReply> AlertAsync(Staff staff, long after, DateTimeOffset began, CancellationToken stopping)
    {
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < AlertPatience)
        {
            var alerts = await (await staff.AsAsync(SignIns.Operator, stopping)).AlertsAsync(after, stopping);
            if (FirstOf(alerts, began) is { } alert) return alert;
            await Task.Delay(Pause, time, stopping);
        }
        throw new SetUpException($"The unit did not recognise the person before its camera within {AlertPatience.TotalSeconds:0} s; its log: {new DataFolder(folder).Log("unit-1")}");
    }

    /// <summary>The first alert of the life that began then; null while there is none. What an earlier life saw may be sent in this one, and is not its own.</summary>
    /// <param name="alerts">In the order of storing.</param>
    /// <param name="began">When the process was started.</param>
    internal static AlertReply? FirstOf(IReadOnlyList<AlertReply> alerts, DateTimeOffset began) => alerts.FirstOrDefault(alert => alert.FirstCapturedAt >= began);

    private static IReadOnlyList<JsonElement> Row(string name, List<double> seconds, List<double> toPicture, long memory) =>
    [
        Value(name), Value(seconds.Count), Value(Math.Round(Percentiles.Of(toPicture)!.P50, 2)), Value(Math.Round(Percentiles.Of(seconds)!.P50, 2)),
        Value(Math.Round(seconds.Max(), 2)), Value(Math.Round(memory / 1048576.0)),
    ];

    private static JsonElement Value<T>(T value) => JsonSerializer.SerializeToElement(value);
}
