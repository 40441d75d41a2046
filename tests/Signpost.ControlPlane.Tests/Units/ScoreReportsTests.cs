using System.Buffers.Binary;
using CsCheck;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Tests.Units;

public sealed class SqliteScoreReportsTests(SqliteServer server) : ScoreReportsTests(server);

public sealed class PostgresScoreReportsTests(PostgresServer server) : ScoreReportsTests(server);

public abstract class ScoreReportsTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Keep_ToldTwice_IsStoredOnceAndShownToAuditorsOnly()
    {
        await using var plane = await StartAsync();
        var (unitId, order) = await ServingAsync(plane);
        var reports = plane.Get<ScoreReports>();
        await reports.KeepAsync(unitId, Histogram(order), default);
        await reports.KeepAsync(unitId, Histogram(order), default);
        await reports.KeepAsync(unitId, Histogram(order, from: 10_000_000), default);

        var shown = (await reports.ListAsync(plane.Auditor, unitId, 24)).Ok();
        Assert.Equal(2, shown.Count);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(10_000_000), shown[0].From);
        Assert.Equal((order, 40, 120L), (shown[1].DeploymentId, shown[1].Entries, shown[1].Counts.Sum(count => count)));
        Assert.Equal((70u, 50u), (shown[1].Counts[2], shown[1].Counts[5]));
        foreach (var member in new[] { plane.Operator, plane.Author })
            (await reports.ListAsync(member, unitId, 24)).Refused("staff.forbidden");
    }

    [Fact]
    public async Task Keep_OfAnOrderThatDoesNotNameTheUnit_IsNotStored()
    {
        await using var plane = await StartAsync();
        var (unitId, _) = await ServingAsync(plane);
        await plane.Get<ScoreReports>().KeepAsync(unitId, Histogram(Guid.NewGuid()), default);
        Assert.Empty((await plane.Get<ScoreReports>().ListAsync(plane.Auditor, unitId, 24)).Ok());
    }

    [Theory]
    [InlineData(19u, 120u, 4_600_000UL)]
    [InlineData(40u, 99u, 4_600_000UL)]
    [InlineData(40u, 120u, 1_000_000UL)]
    [InlineData(40u, 120u, ulong.MaxValue)]
    public void Of_ToldAgainstTheRule_IsNotKeptAndSaysWhy(uint entries, uint visits, ulong to)
    {
        var told = Histogram(Guid.NewGuid());
        (told.Entries, told.From01, told.From04, told.ToMs) = (entries, visits, 0, to);
        Assert.Null(ScoreReading.Of(told, out var why));
        Assert.NotNull(why);
    }

    [Fact]
    public void Of_NothingToTell_IsNothingWithoutAReason()
    {
        Assert.Null(ScoreReading.Of(null, out var why));
        Assert.Null(why);
        Assert.Null(ScoreReading.Of(new ScoreHistogram(), out why));
        Assert.Null(why);
    }

    [Fact]
    public void Of_AnyNumbers_NeverThrowsAndKeepsOnlyWhatTheRuleAllows() =>
        (from wide in Gen.ULong.Array[4] from narrow in Gen.UInt.Array[12] select (wide, narrow)).Sample(x =>
        {
            var told = new ScoreHistogram
            {
                OrderIdHigh = x.wide[0],
                OrderIdLow = x.wide[1],
                FromMs = x.wide[2],
                ToMs = x.wide[3],
                Entries = x.narrow[0],
                BelowZero = x.narrow[1],
                From00 = x.narrow[2],
                From01 = x.narrow[3],
                From02 = x.narrow[4],
                From03 = x.narrow[5],
                From04 = x.narrow[6],
                From05 = x.narrow[7],
                From06 = x.narrow[8],
                From07 = x.narrow[9],
                From08 = x.narrow[10],
                From09 = x.narrow[11],
            };
            if (ScoreReading.Of(told, out _) is not { } reading) return;
            Assert.True(reading.To > reading.From && reading.Entries >= 20 && reading.Counts.Sum(count => count) >= 100);
            Assert.Equal(reading.Counts, ScoreReading.Unpack(ScoreReading.Pack(reading.Counts)));
        });

    private static async Task<(string UnitId, Guid Order)> ServingAsync(TestPlane plane)
    {
        var outbox = await plane.ServingUnitAsync();
        return (outbox.UnitId, await plane.QueryAsync(db => Task.FromResult(db.Deployments.Single().Id)));
    }

    private static ScoreHistogram Histogram(Guid order, ulong from = 1_000_000)
    {
        var id = order.ToByteArray(bigEndian: true);
        return new ScoreHistogram
        {
            OrderIdHigh = BinaryPrimitives.ReadUInt64BigEndian(id),
            OrderIdLow = BinaryPrimitives.ReadUInt64BigEndian(id.AsSpan(8)),
            FromMs = from,
            ToMs = from + 3_600_000,
            Entries = 40,
            From01 = 70,
            From04 = 50,
        };
    }
}
