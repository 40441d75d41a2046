using Signpost.Cli.Api;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Reporting;

namespace Signpost.Cli.Running;

/// <summary>One run of the whole system, from an empty folder or from where the last one stopped, to everything stopped again.</summary>
internal sealed class UpRun(SignpostHome home, UpOptions options, Preparation preparation, IRunView view, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecognisePatience = TimeSpan.FromSeconds(90);

    /// <summary>Runs until <paramref name="stopping"/>, the time given or the end of every file.</summary>
    /// <exception cref="SetUpException">It could not start; nothing is left running.</exception>
    public async Task<RunReport> RunAsync(CancellationToken stopping)
    {
        var data = new DataFolder(options.Data);
        data.Create();
        using var exclusive = DataLock.Take(data);
        var prepared = await preparation.PrepareAsync(options, data, stopping);
        var ports = Ports.LoadOrChoose(data, options.ConsolePort);
        var force = Force.LoadOrCreate(data, time);
        var (accounts, areNew) = SignIns.LoadOrCreate(data);
        var waiting = new Waiting(time);

        await using var fleet = new Fleet(time, view.Say);
        var controlPlane = await new ControlPlaneStart(home, data, waiting).StartAsync(fleet, ports, force, prepared.CohortFile, stopping);
        using var staff = new Staff(new Uri($"http://localhost:{ports.Console}/"), accounts);
        view.Say($"console: {staff.Console}");
        view.Say(areNew ? $"sign-ins (user name, password), kept in {data.SignIns}:\n{SignIns.Describe(accounts)}" : $"sign-ins: {data.SignIns}");
        // The same roster again is no news to the control plane.
        await (await staff.AsAsync(SignIns.Administrator, stopping)).InstallRosterAsync(force.Roster, force.RootPublicKey, stopping);

        var began = time.GetUtcNow();
        var start = new UnitStart(home, data, staff, force, ports, waiting);
        var seats = new List<UnitSeat>();
        foreach (var (source, index) in prepared.Sources.Select((source, index) => (source, index)))
        {
            seats.Add(await start.StartAsync(fleet, index + 1, source, options.Seed, stopping));
        }
        var deployment = await new Deployment(staff, force, prepared.Scores, data, time, view.Say).EnsureAsync(prepared.Photographs, [.. seats.Select(s => s.UnitId)], stopping);
        var monitor = new Monitor(staff, data, fleet, seats, deployment, began, time);
        await monitor.StartAsync(stopping);

        var recognised = await WatchAsync(monitor, () => monitor.EveryUnitRecognises || monitor.EverySourceEnded, RecognisePatience, stopping);
        if (recognised) view.Say($"{seats.Count} units recognise");
        else if (!stopping.IsCancellationRequested) throw new SetUpException(NotRecognising(seats, monitor));
        var since = time.GetTimestamp();
        await WatchAsync(monitor, () => monitor.EverySourceEnded, options.For, stopping);
        var duration = time.GetElapsedTime(since);

        view.Say("stopping");
        monitor.EndWatch();
        await fleet.StopAsync(seats.Select(s => s.Program));
        view.Show(await monitor.ReadAsync(CancellationToken.None));
        await fleet.StopAsync([controlPlane]);
        return ReportComposer.Compose(options, seats, monitor, fleet, deployment.Threshold, duration);
    }

    /// <summary>Looks once a second. True when <paramref name="done"/> came before <paramref name="patience"/> and the person's stop.</summary>
    private async Task<bool> WatchAsync(Monitor monitor, Func<bool> done, TimeSpan? patience, CancellationToken stopping)
    {
        var since = time.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (true)
            {
                view.Show(await monitor.ReadAsync(stopping));
                if (done()) return true;
                if (patience is { } limit && time.GetElapsedTime(since) >= limit) return false;
                await timer.WaitForNextTickAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string NotRecognising(IReadOnlyList<UnitSeat> seats, Monitor monitor)
    {
        var idle = seats.First(seat => monitor.Of(seat)?.Health?.State != UnitStates.Recognising);
        var health = monitor.Of(idle)?.Health;
        var why = health is null ? "it does not report" : $"it says {health.State}, reasons: {string.Join(", ", health.Reasons.DefaultIfEmpty("none"))}, last refusal: {health.Refusal}";
        return $"{idle.Folder.Name} does not recognise after {RecognisePatience.TotalSeconds:0} s: {why} (log: {idle.Program.Spec.Log})";
    }
}
