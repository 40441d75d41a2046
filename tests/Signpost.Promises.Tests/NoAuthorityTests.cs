using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Promises.Tests.Stage;
using Signpost.Trust;

namespace Signpost.Promises.Tests;

/// <summary>
/// The third and the fourth promise: a real unit at a control plane that lies. It says why it refuses, its camera stays closed while a man of the list walks by, and what
/// was authorised still works afterwards, at the threshold that was authorised.
/// </summary>
public sealed class NoAuthorityTests(ITestOutputHelper output)
{
    [Fact]
    public Task Orders_ThatAreNoAuthority_AreRefusedOneByOne() => RefuseAsync(TimeSpan.Zero);

    [Fact, Trait("Suite", "promises")]
    public Task Orders_ThatAreNoAuthority_AreRefusedWhileSomebodyOfTheListWalksByEachTime() => RefuseAsync(Pictures.OneVisit);

    [Fact]
    public async Task Threshold_WhateverTriesToLowerIt_IsTheOrders()
    {
        await using var stage = new HostileStage(300);
        string[] names = ["THRESHOLD", "SIGNPOST_THRESHOLD", "SIGNPOST__THRESHOLD", "Threshold", "Vision__Threshold", "NO_DECISION_FROM", "DOTNET_THRESHOLD"];
        await stage.StartAsync(null, [.. names.Select(name => $"{name}=0.01")]);
        foreach (var name in new[] { "threshold", "threshold.json", "settings.json", "appsettings.json", "unit.json", "override.json" })
            await File.WriteAllTextAsync(Path.Combine(stage.UnitData, name), """{ "threshold": 0.01, "noDecisionFrom": 0.01 }""", TestContext.Current.CancellationToken);

        // As authorised: he matches, and the event says at which threshold.
        var report = await stage.TellAsync(boot => stage.Order(boot));
        Assert.Equal((uint)RefusalReason.None, report.Refusal);
        var match = await stage.MatchAsync();
        Assert.Equal(stage.Force.Threshold, match.Threshold);

        // Two officers authorise a higher one, which he does not reach.
        var above = (match.Score + 1) / 2;
        Desired? inForce = null;
        report = await stage.TellAsync(boot => inForce = stage.Order(boot, order => (order.Threshold, order.NoDecisionFrom) = (above, above)));
        Assert.Equal((uint)RefusalReason.None, report.Refusal);
        foreach (var topic in new[] { "threshold", "settings", "config", "orders", "committed", "matches" })
            await stage.Broker.SendAsync($"signpost/v1/units/unit-1/{topic}", Encoding.UTF8.GetBytes("""{"threshold":0.01}"""));
        var before = await UntilComparedAsync(stage, report.Searches + 1);
        var after = await UntilComparedAsync(stage, before.Searches + 1);
        Assert.Equal(before.MatchEvents, after.MatchEvents);

        // Lowered after signing it is no order, and the one in force stays.
        stage.Force.OrderId = OrderOf(inForce);
        var refused = await stage.TellAsync(boot => Refusals.All[0].Make(stage, boot));
        Assert.Equal((uint)RefusalReason.BadSignature, refused.Refusal);
        after = await UntilComparedAsync(stage, refused.Searches + 1);
        Assert.Equal((before.MatchEvents, (uint)UnitState.Recognising), (after.MatchEvents, after.State));
        Assert.Single(stage.Broker.Published.Select(message => message.OrderId).Distinct());
        Assert.All(stage.Broker.Topics.Keys, topic => Assert.Equal(Topics.Matches("unit-1"), topic));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"score {match.Score:0.000}: an event at {stage.Force.Threshold}, none at {above:0.000} in {after.Searches - report.Searches} comparisons"));
    }

    [Theory]
    [InlineData("\"threshold\": 0.01")]
    [InlineData("\"vision\": { \"threshold\": 0.01 }")]
    [InlineData("\"noDecisionFrom\": 0.01")]
    public async Task Configuration_WithAThreshold_IsRefused(string setting)
    {
        await using var stage = new HostileStage(1);
        stage.Configure();
        var written = await File.ReadAllTextAsync(stage.UnitConfiguration, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(stage.UnitConfiguration, "{" + setting + "," + written.TrimStart()[1..], TestContext.Current.CancellationToken);
        await stage.StartUnitAsync();
        await stage.Unit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, stage.Unit.ExitCode);
        Assert.Contains(setting.Split('"')[1], stage.UnitLog, StringComparison.Ordinal);
    }

    private async Task RefuseAsync(TimeSpan hold)
    {
        await using var stage = new HostileStage((int)((hold * Refusals.All.Count) + TimeSpan.FromSeconds(120)).TotalSeconds);
        await stage.StartAsync();
        foreach (var row in Refusals.All)
        {
            var report = await stage.TellAsync(boot => row.Make(stage, boot));
            Assert.Equal((row.Name, row.Reason), (row.Name, (RefusalReason)report.Refusal));
            await Waiting.WatchAsync(hold);
            Assert.All(stage.Plane.Reports, told => Assert.NotEqual((row.Name, (uint)UnitState.Recognising), (row.Name, told.State)));
            Assert.Equal((row.Name, 0ul), (row.Name, stage.Plane.Reports.Last().Frames));
        }

        // Not yet: taken, and waits for its time.
        var early = await stage.TellAsync(boot => stage.Order(boot, order => order.NotBefore = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMinutes(30))));
        Assert.Equal(((uint)RefusalReason.None, (uint)UnitState.Ready, 0ul), (early.Refusal, early.State, early.Frames));
        await Waiting.WatchAsync(hold);
        Assert.Empty(stage.Broker.Published);

        // What is authorised is taken still, and works.
        Desired? inForce = null;
        var taken = await stage.TellAsync(boot => inForce = stage.Order(boot));
        Assert.Equal((uint)RefusalReason.None, taken.Refusal);
        Assert.Equal(("p-1", stage.Force.Threshold), (await stage.MatchAsync() is var match ? match.Reference : null, match.Threshold));

        // And nothing that is no authority takes its place.
        stage.Force.OrderId = OrderOf(inForce);
        foreach (var row in Refusals.All)
        {
            var report = await stage.TellAsync(boot => row.Make(stage, boot));
            Assert.Equal((row.Name, row.Reason, UnitState.Recognising), (row.Name, (RefusalReason)report.Refusal, (UnitState)report.State));
        }

        // But where another order is desired, the one in force is not, whatever the other one is worth.
        stage.Force.OrderId = Guid.Empty;
        var other = await stage.TellAsync(boot => Refusals.All[1].Make(stage, boot));
        Assert.Equal((uint)Refusals.All[1].Reason, other.Refusal);
        await stage.ReportAsync(report => report.State == (uint)UnitState.Standby);
        output.WriteLine($"{Refusals.All.Count} kinds of refusal, before and under a valid order");
    }

    private static Guid OrderOf(Desired? desired) =>
        WireId.TryRead(OrderReading.Read(desired!.Order.Memory).Value.Content.OrderId, out var id) ? id : throw new InvalidOperationException("no order was sent");

    private static Task<HealthReport> UntilComparedAsync(HostileStage stage, ulong searches) => stage.ReportAsync(report => report.Searches >= searches);
}
