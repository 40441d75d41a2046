using Signpost.Cli;
using Signpost.Cli.Demonstration;
using Signpost.EndToEnd.Tests.Support;

namespace Signpost.EndToEnd.Tests;

/// <summary>Power cuts, as far as a process can have them.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 10;
    private const int Seed = 20261122;
    private readonly TemporaryFolder _folder = new();

    private DataFolder Data => new(_folder.File("data"));

    [Theory]
    [InlineData("unit.json", "unit-1")]
    [InlineData("control-plane.json", "control-plane")]
    public async Task Program_KilledAtTenRandomMoments_LosesAndDoublesNothing(string configuration, string name)
    {
        var victim = configuration == "unit.json" ? Data.Unit(1).Configuration : Data.ControlPlaneConfiguration;
        using var run = await SignpostRun.StartAsync(["up", "--headless", "--data", Data.Root, "--console-port", "0", "--seed", "3", "--for", "10m"]);
        await run.LineAsync("units recognise", TimeSpan.FromMinutes(3));

        var random = new Random(Seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Anywhere from its start, before it is ready, to deep into its work.
            await Waiting.MomentAsync(TimeSpan.FromSeconds(0.5 + (random.NextDouble() * 8)));
            await Waiting.UntilAsync(() => Find(victim) is not null, TimeSpan.FromSeconds(30), $"{name} before kill {kill}");
            Processes.Kill(Find(victim)!.Value);
            await Waiting.UntilAsync(() => Crashes(run, name) >= kill, TimeSpan.FromSeconds(30), $"notice of kill {kill}");
        }

        // What was held back arrives, and the whole way works again: something new does too.
        var stored = new StoredMessages(Data);
        var before = stored.Ingested().Count;
        await Waiting.UntilAsync(() => stored.Ingested().Count > before, TimeSpan.FromMinutes(2), "an event after the last kill");
        await Waiting.UntilAsync(() => stored.HeldBack() == 0, TimeSpan.FromMinutes(2), "everything that was held back");
        run.Signal(15);
        Assert.Equal(1, await run.ExitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(Kills, Crashes(run, name));
        NothingLostNothingDoubled.Check(stored, Data);
        Assert.Empty(Processes.Naming(Data.Root));
    }

    private static int Crashes(SignpostRun run, string name) => run.Lines.Count(l => l.Contains($"{name} ended with code", StringComparison.Ordinal));

    // The program itself, not the shell that is about to become it.
    private static int? Find(string configuration)
    {
        var found = Processes.Naming(configuration).Where(p => p.CommandLine.StartsWith(SignpostHome.Find().State, StringComparison.Ordinal)).ToArray();
        return found.Length == 1 ? found[0].Pid : null;
    }

    public void Dispose() => _folder.Dispose();
}
