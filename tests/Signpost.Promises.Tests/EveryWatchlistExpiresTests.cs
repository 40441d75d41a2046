using System.Diagnostics;
using System.Globalization;
using System.Text;
using Signpost.Cli.Processes;
using Signpost.Contracts.V1;
using Signpost.Promises.Tests.Stage;
using Signpost.Trust;

namespace Signpost.Promises.Tests;

/// <summary>
/// The fifth promise: a unit's list ends at the earliest of the order's end, its own and the stale limit, whatever is done to the clock, the lines, the control plane
/// or the power; and nobody is recognised after. A man of the list walks by all the time.
/// </summary>
public sealed class EveryWatchlistExpiresTests(ITestOutputHelper output)
{
    private const int SigStop = 19;
    private const int SigContinue = 18;

    /// <summary>Within a second nobody is looked at any more; another one for a busy machine, and for what is written and read in between.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task List_AnswersReplayed_IsStaleThenExpires()
    {
        var stale = TimeSpan.FromSeconds(2);
        await using var stage = new HostileStage(120);
        TimeStatement? recorded = null;
        stage.Plane.SpoilTime = statement => recorded = statement;
        await stage.StartAsync(stale);
        var end = await stage.AuthoriseAsync(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10));
        await stage.MatchAsync();

        // Every question is answered with what was said before: that is no contact.
        var old = recorded!;
        stage.Plane.SpoilTime = _ => old;
        var since = TimeProvider.System.GetTimestamp();
        await stage.ReportAsync(report => Has(report, SuspensionReason.Stale) && report.State != (uint)UnitState.Recognising);
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, stale + Late);
        Assert.Equal(DeletionReason.Stale, (await ReceiptAsync(stage, end + Patience)).Reason);

        // With the first true answer it asks for everything again, the key as well.
        stage.Plane.SpoilTime = statement => statement;
        await stage.ReportAsync(report => report.State == (uint)UnitState.Recognising);

        await EndedAsync(stage, end);

        // The same order again, as it was signed.
        var report = await stage.TellAsync(_ => stage.Last!.Clone());
        Assert.Equal(RefusalReason.Expired, (RefusalReason)report.Refusal);
        await NobodyAsync(stage, end);
    }

    [Theory, Trait("Suite", "promises")]
    [InlineData(20, 600)]
    [InlineData(600, 20)]
    public async Task List_ControlPlaneDies_EndsAtTheEarlierEnd(int window, int list)
    {
        await using var stage = new HostileStage(120);
        await stage.StartAsync();
        var end = await stage.AuthoriseAsync(TimeSpan.FromSeconds(window), TimeSpan.FromSeconds(list));
        await stage.MatchAsync();

        // The broker lives on: whatever were recognised would arrive.
        await stage.Plane.DisposeAsync();
        await LoggedAsync(() => stage.UnitLog, 0, "deleted (Expired)", end);
        await NobodyAsync(stage, end);
    }

    [Fact, Trait("Suite", "promises")]
    public async Task List_ClockSetBackAndForward_EndsAtItsTimeAllTheSame()
    {
        using var clock = new FakeClock();
        await using var stage = new HostileStage(300);
        await stage.StartAsync(null, clock.Environment);
        var end = await stage.AuthoriseAsync(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10));
        await stage.MatchAsync();
        foreach (var offset in new[] { "-1d", "+1d", "-10m", "+10m" })
        {
            clock.Set(offset);
            await stage.ReportAsync(report => report.Reasons == 1u << (int)SuspensionReason.ClockUntrusted);
            clock.Set("+0");
            await stage.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        }

        // Set back for good.
        clock.Set("-1d");
        await EndedAsync(stage, end);
        clock.Set("+0");
        await NobodyAsync(stage, end);
    }

    [Fact, Trait("Suite", "promises")]
    public async Task List_PowerCutAndClockSetBack_NobodyIsRecognisedUntilTheTimeIsSigned()
    {
        using var clock = new FakeClock();
        await using var stage = new HostileStage(300);
        TimeStatement? recorded = null;
        stage.Plane.SpoilTime = statement => recorded = statement;
        await stage.StartAsync(null, clock.Environment);
        var end = await stage.AuthoriseAsync(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(10));
        await stage.MatchAsync();

        // The control plane gives the new boot the key of an order that is over, and the clock says that it is not.
        var old = recorded!;
        stage.Plane.SpoilTime = _ => null;
        stage.Plane.Desire = boot =>
        {
            var desired = stage.Last!.Clone();
            desired.ContentKey = stage.Force.SealLast(boot, stage.SigningKey);
            return desired;
        };
        stage.Unit.Kill();
        await stage.Unit.WaitForExitAsync(TestContext.Current.CancellationToken);
        stage.Broker.Skip();
        var before = stage.Plane.Reports.Count;
        await Waiting.UntilAsync(() => TimeProvider.System.GetUtcNow() > end, Patience, () => "the order's end");
        clock.Set("-60d");
        await stage.StartUnitAsync(clock.Environment);
        foreach (var answer in new Func<TimeStatement?, TimeStatement?>[] { _ => null, _ => old })
        {
            stage.Plane.SpoilTime = answer;
            await stage.ReportAsync(report => Has(report, SuspensionReason.Stale));
            await Waiting.WatchAsync(Pictures.OneVisit);
        }

        // Told the time, it knows that the order is over.
        clock.Set("+0");
        stage.Plane.SpoilTime = statement => statement;
        await stage.ReportAsync(report => !Has(report, SuspensionReason.Stale) && !Has(report, SuspensionReason.ClockUntrusted));
        var told = await stage.TellAsync(_ => stage.Last!.Clone());
        Assert.Equal(RefusalReason.Expired, (RefusalReason)told.Refusal);
        await NobodyAsync(stage, end);
        Assert.All(stage.Plane.Reports.Skip(before), report => Assert.Equal((0ul, false), (report.Frames, report.State == (uint)UnitState.Recognising)));
    }

    [Fact, Trait("Suite", "promises")]
    public Task List_ControlPlaneKilledFrozenOrCutOff_EndsAtItsTime() => Isolated.RunAsync(TimeSpan.FromMinutes(10), async () =>
    {
        var stale = TimeSpan.FromSeconds(8);
        var report = new StringBuilder();
        await using var theatre = new Theatre();
        Pictures.Volunteer(theatre.Scene, 600);
        await theatre.StartControlPlaneAsync();
        await theatre.StartUnitAsync(TimeSpan.FromSeconds(0.5), stale);
        foreach (var game in new[]
        {
            new Game("killed", TimeSpan.FromSeconds(35), TimeSpan.FromMinutes(10), Task () => { theatre.ControlPlane.Kill(); return Task.CompletedTask; }, theatre.StartControlPlaneAsync),
            new Game("frozen", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(35), () => Signal(SigStop), () => Signal(SigContinue)),
            new Game("cut off", TimeSpan.FromSeconds(35), TimeSpan.FromMinutes(10), () => LoopbackAsync("down"), () => LoopbackAsync("up")),
        })
        {
            var (order, end) = await theatre.AuthoriseAsync(game.Window, game.List);
            await theatre.HealthAsync(health => health.State == "recognising", "a unit that recognises");
            var seen = (await theatre.AlertsAsync()).Count;
            await Waiting.UntilAsync(async () => (await theatre.AlertsAsync()).Count > seen, Patience, () => "an alert");
            var mark = theatre.UnitLog.Length;
            var cut = TimeProvider.System.GetUtcNow();
            await game.Cut();
            var goneAfter = await LoggedAsync(() => theatre.UnitLog, mark, "deleted (Stale)", cut + stale, early: stale);
            await Waiting.WatchAsync(Pictures.OneVisit);
            await Waiting.UntilAsync(() => TimeProvider.System.GetUtcNow() > end + Late, Patience, () => "the list's end");
            await game.Mend();

            // What was found before and had to wait comes now; nothing that was found after the end does.
            await theatre.HealthAsync(health => health.State != "recognising" && health.QueuedMessages == 0, "a unit that is back");
            Assert.DoesNotContain("Recognising", theatre.UnitLog[(theatre.UnitLog.IndexOf("deleted (Stale)", mark, StringComparison.Ordinal))..], StringComparison.Ordinal);
            Assert.All(await theatre.AlertsAsync(), alert => Assert.True(alert.FirstCapturedAt < cut + stale + Late, $"{game.Name}: captured at {alert.FirstCapturedAt:O}, the list was gone by {cut + stale:O}"));
            if (game.Window > game.List) await EndAsync(theatre, order);
            report.AppendLine(CultureInfo.InvariantCulture, $"{game.Name}: the list gone {(stale + goneAfter).TotalSeconds:0.0} s after it ({stale.TotalSeconds:0} s allowed), and it stays gone");
        }

        await PowerCutAsync(theatre, report);
        return report.ToString();

        Task Signal(int signal)
        {
            Libc.Signal(theatre.ControlPlane.Pid, signal);
            return Task.CompletedTask;
        }
    });

    /// <summary>A unit that loses its power has no list, until the control plane gives it the key again.</summary>
    private static async Task PowerCutAsync(Theatre theatre, StringBuilder report)
    {
        await theatre.AuthoriseAsync(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        await theatre.HealthAsync(health => health.State == "recognising", "a unit that recognises");
        theatre.ControlPlane.Kill();
        theatre.Unit.Kill();
        await theatre.Unit.WaitForExitAsync(TestContext.Current.CancellationToken);
        var mark = theatre.UnitLog.Length;
        await theatre.StartUnitAsync(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(8));
        await Waiting.UntilAsync(() => theatre.UnitLog[mark..].Contains("Standby, reasons: NoOrder, Stale", StringComparison.Ordinal), Patience, () => "the unit's start");
        await Waiting.WatchAsync(Pictures.OneVisit * 2);
        var log = theatre.UnitLog[mark..];
        Assert.DoesNotContain("Recognising", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Camera:", log, StringComparison.Ordinal);
        await theatre.StartControlPlaneAsync();
        await theatre.HealthAsync(health => health.State == "recognising", "a unit that was given the key again");
        report.AppendLine("power cut: no list without the control plane, the list again with it");
    }

    private static async Task EndAsync(Theatre theatre, Guid order) =>
        await (await theatre.AsAsync(Cli.Demonstration.SignIns.Author)).EndOrderAsync(order, "Over.", TestContext.Current.CancellationToken);

    private static async Task LoopbackAsync(string state)
    {
        using var process = Process.Start("ip", ["link", "set", "lo", state]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Waits for the unit's own word that the list is gone; it comes at the end, not before.</summary>
    private async Task EndedAsync(HostileStage stage, DateTimeOffset end)
    {
        var receipt = await ReceiptAsync(stage, end + Patience);
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(DeletionReason.Expired, receipt.Reason);
        Assert.InRange(now, end - Early, end + Late);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the list's receipt {(now - end).TotalSeconds:0.00} s after its end"));
    }

    private static async Task<VerifiedReceipt> ReceiptAsync(HostileStage stage, DateTimeOffset until)
    {
        using var limit = new CancellationTokenSource(until - TimeProvider.System.GetUtcNow());
        var handed = await stage.Plane.Receipts.Reader.ReadAsync(limit.Token);
        return DeletionReceipts.Verify(handed.Receipt.Memory, "unit-1", stage.SigningKey).Value;
    }

    /// <summary>He walks by once more, and there is no event of it. (What is not committed is sent again and again: only new numbers count.)</summary>
    private static async Task NobodyAsync(HostileStage stage, DateTimeOffset end)
    {
        await Waiting.UntilAsync(() => TimeProvider.System.GetUtcNow() > end + Late, Patience, () => "the list's end");
        var (events, reports) = (Events(), stage.Plane.Reports.Count);
        await Waiting.WatchAsync(Pictures.OneVisit);
        Assert.Equal(events, Events());
        Assert.All(stage.Plane.Reports.Skip(reports), report => Assert.NotEqual((uint)UnitState.Recognising, report.State));

        int Events() => stage.Broker.Published.DistinctBy(message => (message.OutboxEpoch, message.Sequence)).Count();
    }

    /// <returns>How long after <paramref name="due"/> the line stood there.</returns>
    private static async Task<TimeSpan> LoggedAsync(Func<string> log, int mark, string text, DateTimeOffset due, TimeSpan? early = null)
    {
        await Waiting.UntilAsync(() => log()[mark..].Contains(text, StringComparison.Ordinal), due + Patience - TimeProvider.System.GetUtcNow(), () => $"'{text}' in the unit's log");
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(now >= due - (early ?? Early) && now <= due + Late, $"'{text}' {(now - due).TotalSeconds:0.00} s after it was due");
        return now - due;
    }

    private static bool Has(HealthReport report, SuspensionReason reason) => (report.Reasons & (1u << (int)reason)) != 0;

    private sealed record Game(string Name, TimeSpan Window, TimeSpan List, Func<Task> Cut, Func<Task> Mend);
}
