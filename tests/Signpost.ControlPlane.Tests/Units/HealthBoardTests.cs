using Signpost.Contracts.V1;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Tests.Units;

public sealed class SqliteHealthBoardTests(SqliteServer server) : HealthBoardTests(server);

public sealed class PostgresHealthBoardTests(PostgresServer server) : HealthBoardTests(server);

public abstract class HealthBoardTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Report_Newest_IsShownAndStored()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        Assert.Null((await plane.Units.GetAsync(plane.Operator, unit.Id)).Ok().Health);
        var board = plane.Get<HealthBoard>();
        board.Report(unit.Id, new HealthReport { Frames = 1, Scores = new ScoreHistogram { Entries = 3, From04 = 1 } });
        await board.StoreAsync(default);
        Assert.Null(HealthReport.Parser.ParseFrom((await plane.QueryAsync(db => Task.FromResult(db.Health.Single()))).Report).Scores);
        board.Report(unit.Id, new HealthReport { Frames = 2, State = (uint)UnitState.Suspended, Reasons = 1u << (int)SuspensionReason.CameraLost, FramesPerSecondMilli = 12500, DetectP95Us = 4000 });
        await board.StoreAsync(default);
        var view = (await plane.Units.GetAsync(plane.Operator, unit.Id)).Ok();
        Assert.True(view.Connected);
        Assert.Equal(2UL, view.Health!.Frames);
        Assert.Equal(UnitState.Suspended, view.Health.State);
        Assert.Equal([SuspensionReason.CameraLost], view.Health.Reasons);
        Assert.Equal(12.5, view.Health.FramesPerSecond);
        Assert.Equal(TimeSpan.FromMilliseconds(4), view.Health.Detect.P95);
        Assert.Equal(2UL, HealthReport.Parser.ParseFrom((await plane.QueryAsync(db => Task.FromResult(db.Health.Single()))).Report).Frames);
        plane.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.False((await plane.Units.GetAsync(plane.Operator, unit.Id)).Ok().Connected);
    }

    [Fact]
    public async Task Report_WithNonsense_IsShownWithoutHarm()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        plane.Get<HealthBoard>().Report(unit.Id, new HealthReport { State = uint.MaxValue, Reasons = uint.MaxValue, Refusal = 99999, UnitTimeMs = ulong.MaxValue, DesiredVersion = ulong.MaxValue });
        var health = (await plane.Units.GetAsync(plane.Operator, unit.Id)).Ok().Health!;
        Assert.Equal(UnitState.Unspecified, health.State);
        Assert.Equal(RefusalReason.None, health.Refusal);
    }
}
