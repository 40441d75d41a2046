using CsCheck;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Alerts.Ingest;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Alerts;

public sealed class SqliteMatchIngestTests(SqliteServer server) : MatchIngestTests(server);

public sealed class PostgresMatchIngestTests(PostgresServer server) : MatchIngestTests(server);

/// <summary>Never doubles, never loses: however messages come, and wherever the process stops.</summary>
public abstract class MatchIngestTests(IDatabaseServer server) : StorageSuite(server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Message_New_BecomesAnAlertAndMovesTheWatermark()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var position = Assert.Single(await plane.Ingest.IngestAsync([outbox.Message(1, Guid.NewGuid())], None));
        Assert.Equal(new CommittedPosition(outbox.UnitId, outbox.Epoch, 1), position);
        var alert = Assert.Single((await plane.Alerts.ListAsync(plane.Operator, 0, 10)).Ok());
        Assert.Equal("Volunteer One", alert.DisplayName);
        Assert.Equal(0.7f, alert.Score);
        Assert.Equal(0.45f, alert.Threshold);
        Assert.Equal("Market square", alert.PlaceName);
        Assert.Equal(80, Assert.Single(alert.Shots).FaceWidth);
        Assert.Equal(TestOutbox.Probe, (await plane.Alerts.ProbeAsync(plane.Operator, alert.Id)).Ok().Bytes);
        var watermark = await plane.Get<IWatermarks>().NewestAsync(outbox.UnitId, None);
        Assert.Equal(1UL, watermark!.Sequence);
    }

    [Fact]
    public async Task Message_TwiceInOneBatchAndAgain_IsOneAlert()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var message = outbox.Message(1, Guid.NewGuid());
        await plane.Ingest.IngestAsync([message, message], None);
        Assert.Equal(1, Assert.Single(await plane.Ingest.IngestAsync([message], None)).Sequence);
        Assert.Equal(1, await plane.QueryAsync(db => db.Alerts.CountAsync()));
        Assert.Equal(1, await plane.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task Revisions_InAnyOrder_KeepTheNewestAndTheEarliestBeginning()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var visit = Guid.CreateVersion7();
        var (first, second, third) = (outbox.Event(visit, 1, 0.5f), outbox.Event(visit, 2, 0.8f), outbox.Event(visit, 3, 0.6f));
        await plane.Ingest.IngestAsync([outbox.Message(2, second)], None);
        await plane.Ingest.IngestAsync([outbox.Message(1, first), outbox.Message(3, third)], None);
        var alert = Assert.Single((await plane.Alerts.ListAsync(plane.Operator, 0, 10)).Ok());
        Assert.Equal(3, alert.Revision);
        Assert.Equal(0.6f, alert.Score);
        Assert.Equal(first.CapturedAt.ToDateTimeOffset(), alert.FirstCapturedAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal(third.CapturedAt.ToDateTimeOffset(), alert.CapturedAt, TimeSpan.FromMilliseconds(1));
        var results = await plane.QueryAsync(db => db.Messages.OrderBy(x => x.Sequence).Select(x => x.Result).ToListAsync());
        Assert.Equal([IngestResult.Superseded, IngestResult.Stored, IngestResult.Stored], results);
    }

    [Fact]
    public async Task Gap_IsKeptOpenUntilItIsClosed()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        Assert.Equal(0, Assert.Single(await plane.Ingest.IngestAsync([outbox.Message(3, Guid.NewGuid()), outbox.Message(2, Guid.NewGuid())], None)).Sequence);
        Assert.Equal(3, Assert.Single(await plane.Ingest.IngestAsync([outbox.Message(1, Guid.NewGuid())], None)).Sequence);
        Assert.Equal(3, await plane.QueryAsync(db => db.Alerts.CountAsync()));
    }

    [Fact]
    public async Task Message_FarAheadOfTheWatermark_IsLeftForLater()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var far = outbox.Message(BatchWriter.Window + 1, Guid.NewGuid());
        Assert.Equal(0, Assert.Single(await plane.Ingest.IngestAsync([far], None)).Sequence);
        Assert.Equal(0, await plane.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task Refusals_EachWithItsReason_MoveTheWatermark()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        using var stranger = P256.CreateKey();
        MatchEvent With(Action<MatchEvent> change)
        {
            var match = outbox.Event(Guid.NewGuid());
            change(match);
            return match;
        }

        List<(IncomingMatch Message, IngestResult Result)> cases =
        [
            (outbox.Message(1, outbox.Event(Guid.NewGuid()), signer: stranger), IngestResult.BadSignature),
            (outbox.Message(2, outbox.Event(Guid.NewGuid()), orderId: Guid.NewGuid()), IngestResult.UnknownDeployment),
            (outbox.Message(3, With(x => x.Threshold = 0.3f)), IngestResult.ThresholdNotAuthorised),
            (outbox.Message(4, With(x => x.Threshold = 0.6f)), IngestResult.ThresholdNotAuthorised),
            (outbox.Message(5, With(x => x.Reference = "r-aaaaa-aaaaa")), IngestResult.UnknownReference),
            (outbox.Message(6, With(x => x.OrderDigest = Google.Protobuf.ByteString.CopyFrom(new byte[32]))), IngestResult.WrongDeployment),
            (outbox.Message(7, With(x => x.BundleId = Contracts.WireId.From(Guid.NewGuid()))), IngestResult.WrongDeployment),
            (outbox.Message(8, With(x => x.ProbeJpeg = Google.Protobuf.ByteString.CopyFrom(0xFF, 0xD8, 0xFF, 0x00))), IngestResult.ProbeUnreadable),
            (outbox.Message(9, With(x => x.CapturedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(plane.Now.AddDays(1)))), IngestResult.OutsideWindow),
            (Tampered(outbox.Message(10, Guid.NewGuid())), IngestResult.CannotOpen),
            (outbox.Message(11, With(x => x.ProbeJpeg = Google.Protobuf.ByteString.CopyFrom([0xFF, 0xD8, 0xFF, .. new byte[MatchJudge.LargestPayload]]))), IngestResult.TooLarge),
            (outbox.Message(12, With(x => x.PackDigest = Google.Protobuf.ByteString.CopyFrom(new byte[32]))), IngestResult.WrongDeployment),
        ];
        foreach (var (message, _) in cases) await plane.Ingest.IngestAsync([message], None);
        var results = await plane.QueryAsync(db => db.Messages.OrderBy(x => x.Sequence).Select(x => x.Result).ToListAsync());
        Assert.Equal(cases.Select(x => x.Result), results);
        Assert.Equal(0, await plane.QueryAsync(db => db.Alerts.CountAsync()));
        Assert.Equal(13, Assert.Single(await plane.Ingest.IngestAsync([outbox.Message(13, Guid.NewGuid())], None)).Sequence);
    }

    [Fact]
    public async Task Event_AfterTheOrderWasEnded_IsRefused()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var seenBefore = outbox.Event(Guid.NewGuid());
        var order = await plane.QueryAsync(db => db.Deployments.Select(x => x.Id).SingleAsync());
        plane.Time.Advance(TimeSpan.FromMinutes(1));
        (await plane.Deployments.EndAsync(plane.Officer, order, "Over")).Ok();
        plane.Time.Advance(TimeSpan.FromMinutes(10));
        var seenAfter = outbox.Event(Guid.NewGuid());
        seenAfter.CapturedAt = seenAfter.DecidedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(plane.Now);
        foreach (var shot in seenAfter.Shots) shot.CapturedAt = seenAfter.CapturedAt;
        await plane.Ingest.IngestAsync([outbox.Message(1, seenBefore), outbox.Message(2, seenAfter)], None);
        var results = await plane.QueryAsync(db => db.Messages.OrderBy(x => x.Sequence).Select(x => x.Result).ToListAsync());
        Assert.Equal([IngestResult.Stored, IngestResult.OutsideWindow], results);
    }

    [Fact]
    public async Task Score_BelowTheThreshold_IsRefused()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        // The sealer itself refuses to make such an event, so the judge is asked directly.
        var match = outbox.Event(Guid.NewGuid(), score: 0.2f);
        Assert.Throws<ArgumentException>(() => outbox.Message(1, match));
        Assert.NotEmpty(MatchRules.Check(match));
    }

    [Fact]
    public async Task Message_OnAnotherUnitsTopic_IsRefused()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        using var other = await plane.EnrolAsync();
        var position = Assert.Single(await plane.Ingest.IngestAsync([outbox.Message(1, Guid.NewGuid()) with { UnitId = other.Id }], None));
        Assert.Equal(other.Id, position.UnitId);
        Assert.Equal(IngestResult.WrongUnit, (await plane.QueryAsync(db => db.Messages.SingleAsync())).Result);
        Assert.Null(await plane.Get<IWatermarks>().NewestAsync(outbox.UnitId, None));
    }

    [Fact]
    public async Task Message_OfAUnitOutsideTheOrder_IsRefused()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        using var other = await plane.EnrolAsync();
        var deployment = await plane.QueryAsync(db => db.Deployments.Select(x => x.Id).SingleAsync());
        var foreign = await plane.OutboxAsync(other, deployment, "r-aaaaa-aaaaa");
        await plane.Ingest.IngestAsync([foreign.Message(1, Guid.NewGuid())], None);
        Assert.Equal(IngestResult.NotInDeployment, (await plane.QueryAsync(db => db.Messages.SingleAsync())).Result);
    }

    [Fact]
    public async Task Forgery_UnderAGoodMessagesIdentity_DoesNotShutItOut()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var genuine = outbox.Message(1, Guid.NewGuid());
        await plane.Ingest.IngestAsync([Tampered(genuine)], None);
        Assert.Equal(IngestResult.CannotOpen, (await plane.QueryAsync(db => db.Messages.SingleAsync())).Result);
        await plane.Ingest.IngestAsync([genuine], None);
        Assert.Equal(IngestResult.Stored, (await plane.QueryAsync(db => db.Messages.SingleAsync())).Result);
        await plane.Ingest.IngestAsync([Tampered(genuine)], None);
        Assert.Equal(IngestResult.Stored, (await plane.QueryAsync(db => db.Messages.SingleAsync())).Result);
        Assert.Equal(1, await plane.QueryAsync(db => db.Alerts.CountAsync()));
    }

    [Fact]
    public async Task Message_AfterTheOrderEnded_IsStoredUntilTheKeyIsGone()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var deployment = await plane.QueryAsync(db => db.Deployments.Select(x => x.Id).SingleAsync());
        (await plane.Deployments.EndAsync(plane.Officer, deployment, "Over")).Ok();
        await plane.Ingest.IngestAsync([outbox.Message(1, Guid.NewGuid())], None);
        var kept = (await plane.Alerts.ListAsync(plane.Operator, 0, 10)).Ok();
        (await plane.Alerts.DecideAsync(plane.Operator, Assert.Single(kept).Id, AlertDecision.Reject, "Another person", null)).Ok();
        plane.Time.Advance(TimeSpan.FromHours(23));
        await plane.Get<ControlPlane.Deployments.ExpiryWatcher>().RunAsync(None);
        Assert.Equal((1, 1, 1), await HeldAsync());
        plane.Time.Advance(TimeSpan.FromHours(2));
        await plane.Get<ControlPlane.Deployments.ExpiryWatcher>().RunAsync(None);

        // Alert, probe and decision go with the key.
        Assert.Equal((0, 0, 0), await HeldAsync());
        await plane.Ingest.IngestAsync([outbox.Message(2, Guid.NewGuid())], None);
        var results = await plane.QueryAsync(db => db.Messages.OrderBy(x => x.Sequence).Select(x => x.Result).ToListAsync());
        Assert.Equal([IngestResult.Stored, IngestResult.KeyDeleted], results);

        Task<(int, int, int)> HeldAsync() => plane.QueryAsync(async db => (await db.Alerts.CountAsync(), await db.Probes.CountAsync(), await db.Decisions.CountAsync()));
    }

    [Fact]
    public async Task PowerCut_AtEveryStepOfTheTransaction_NeitherLosesNorDoubles()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        ulong sequence = 0;
        for (var step = 1; ; step++)
        {
            var alerts = await plane.QueryAsync(db => db.Alerts.CountAsync());
            List<IncomingMatch> batch = [outbox.Message(sequence + 1, Guid.NewGuid()), outbox.Message(sequence + 2, Guid.NewGuid())];
            plane.Storage.BlowAt(step);
            var failure = await Record.ExceptionAsync(() => plane.Ingest.IngestAsync(batch, None));
            var blown = plane.Storage.HasBlown;
            plane.Storage.BlowAt(0);
            var stored = await plane.QueryAsync(db => db.Alerts.CountAsync()) - alerts;
            var messages = await plane.QueryAsync(db => db.Messages.CountAsync());
            Assert.True(stored is 0 or 2, $"step {step} stored {stored} of 2");
            Assert.Equal((int)sequence + stored, messages);
            Assert.Equal((long)sequence + stored, await WatermarkAsync(plane, outbox));
            Assert.Equal(blown, failure is not null);

            // What the unit does when it hears no watermark.
            await plane.Ingest.IngestAsync(batch, None);
            sequence += 2;
            Assert.Equal((int)sequence, await plane.QueryAsync(db => db.Alerts.CountAsync()));
            Assert.Equal((long)sequence, await WatermarkAsync(plane, outbox));
            if (blown) continue;
            Assert.True(step > 5, "the fuse never blew");
            return;
        }
    }

    [Fact]
    public async Task SameMessages_FromSeveralReplicasAtOnce_AreStoredOnce()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var visits = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        var messages = Enumerable.Range(0, 20).Select(i => outbox.Message((ulong)i + 1, visits[i % 5], (uint)(i / 5) + 1)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async replica =>
        {
            var order = messages.ToArray();
            new Random(replica).Shuffle(order);
            foreach (var chunk in order.Chunk(4)) await plane.Ingest.IngestAsync(chunk, None);
        }));
        Assert.Equal(5, await plane.QueryAsync(db => db.Alerts.CountAsync()));
        Assert.All(await plane.QueryAsync(db => db.Alerts.Select(x => x.Revision).ToListAsync()), x => Assert.Equal(4, x));
        Assert.Equal(20, await WatermarkAsync(plane, outbox));
    }

    [Fact]
    public async Task AnyDelivery_WithRepeatsAndLosses_EndsInTheSameState()
    {
        await using var plane = await StartAsync();
        var serving = await plane.ServingUnitAsync();
        var deliveries = Gen.Int[0, 11].Array[1, 40];
        await deliveries.SampleAsync(
            async order =>
            {
                var outbox = serving.WithNewEpoch();
                var visits = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();
                var messages = Enumerable.Range(0, 12).Select(i => outbox.Message((ulong)i + 1, visits[i % 3], (uint)(i / 3) + 1)).ToList();
                foreach (var chunk in order.Chunk(3)) await plane.Ingest.IngestAsync([.. chunk.Select(i => messages[i])], None);
                var delivered = order.Select(i => i + 1).ToHashSet();
                var contiguous = Enumerable.Range(1, 12).TakeWhile(delivered.Contains).Count();
                var expected = visits.Select((_, visit) => delivered.Where(x => (x - 1) % 3 == visit).Select(x => ((x - 1) / 3) + 1).DefaultIfEmpty(0).Max()).ToList();
                var actual = await plane.QueryAsync(db => db.Alerts.Where(x => visits.Contains(x.EventId)).ToDictionaryAsync(x => x.EventId, x => x.Revision));
                return await WatermarkAsync(plane, outbox) == contiguous && visits.Select(x => (int)actual.GetValueOrDefault(x)).SequenceEqual(expected);
            },
            iter: 25, threads: 1);
    }

    [Fact]
    public async Task AnyBytes_AreCountedAndNeverThrow()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        var good = outbox.Message(1, Guid.NewGuid()).Payload.ToArray();
        var mutated = Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Select((at, value, length) =>
        {
            var bytes = good[..];
            bytes[at] = value;
            return bytes[..length];
        });
        var anything = Gen.OneOf(Gen.Byte.Array[0, 300], mutated);
        await anything.Array[1, 8].SampleAsync(
            async payloads =>
            {
                await plane.Ingest.IngestAsync([.. payloads.Select(x => new IncomingMatch(outbox.UnitId, x))], None);
                return true;
            },
            iter: 60, threads: 1);
        // The only message that may have become an alert is the good one itself.
        Assert.True(await plane.QueryAsync(db => db.Alerts.CountAsync()) <= 1);
        Assert.True(await plane.QueryAsync(db => db.UnaddressedRefusals.SumAsync(x => x.Count)) > 0);
    }

    private static Task<long> WatermarkAsync(TestPlane plane, TestOutbox outbox) =>
        plane.QueryAsync(db => db.Watermarks.Where(x => x.UnitId == outbox.UnitId && x.Epoch == outbox.Epoch).Select(x => x.Sequence).SingleOrDefaultAsync());

    private static IncomingMatch Tampered(IncomingMatch message)
    {
        var tampered = MatchMessage.Parser.ParseFrom(message.Payload.Span);
        var ciphertext = tampered.Ciphertext.ToByteArray();
        ciphertext[ciphertext.Length / 2] ^= 1;
        tampered.Ciphertext = Google.Protobuf.ByteString.CopyFrom(ciphertext);
        return message with { Payload = Google.Protobuf.MessageExtensions.ToByteArray(tampered) };
    }
}
