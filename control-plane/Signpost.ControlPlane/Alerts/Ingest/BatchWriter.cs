using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>Writes one batch into one transaction: messages, alerts and watermarks together.</summary>
internal sealed class BatchWriter(Work work, AlertFeed feed, ILogger log)
{
    /// <summary>Messages this far above the watermark are not kept: a unit sends them again when the gap before them is closed.</summary>
    public const int Window = 4096;

    private readonly Dictionary<(string UnitId, Guid EventId), Alert?> alerts = [];

    private readonly Dictionary<Guid, bool> lookedFor = [];

    public async Task<IReadOnlyList<CommittedPosition>> WriteAsync(List<JudgedMessage> messages, CancellationToken cancel)
    {
        List<CommittedPosition> positions = [];
        foreach (var outbox in messages.GroupBy(x => (x.UnitId, x.Epoch)))
            positions.Add(await WriteOutboxAsync(outbox.Key.UnitId, outbox.Key.Epoch, [.. outbox.OrderBy(x => x.Sequence)], cancel));
        return positions;
    }

    private async Task<CommittedPosition> WriteOutboxAsync(string unitId, Guid epoch, List<JudgedMessage> messages, CancellationToken cancel)
    {
        var watermark = await work.Db.Watermarks.SingleOrDefaultAsync(x => x.UnitId == unitId && x.Epoch == epoch, cancel);
        if (watermark is null)
        {
            watermark = new OutboxWatermark { UnitId = unitId, Epoch = epoch, Sequence = 0, UpdatedAt = work.Now };
            work.Db.Watermarks.Add(watermark);
        }

        var sequences = messages.Select(x => x.Sequence).ToHashSet();
        var known = await work.Db.Messages.Where(x => x.UnitId == unitId && x.Epoch == epoch && sequences.Contains(x.Sequence)).ToDictionaryAsync(x => x.Sequence, cancel);
        foreach (var message in messages)
        {
            if (message.Sequence - watermark.Sequence > Window) continue;
            if (!known.TryGetValue(message.Sequence, out var row)) known.Add(message.Sequence, await AddAsync(message, cancel));
            else await RepeatAsync(row, message, cancel);
        }

        await AdvanceAsync(watermark, known.Keys, cancel);
        return new CommittedPosition(unitId, epoch, watermark.Sequence);
    }

    private async Task<IngestedMessage> AddAsync(JudgedMessage message, CancellationToken cancel)
    {
        var row = new IngestedMessage
        {
            UnitId = message.UnitId,
            Epoch = message.Epoch,
            Sequence = message.Sequence,
            Result = message.Match is null ? message.Result : await StoreAsync(message.UnitId, message.Match, cancel),
            PayloadDigest = message.PayloadDigest,
            ReceivedAt = work.Now,
            EventId = message.Match?.EventId,
        };
        work.Db.Messages.Add(row);
        if (message.Match is null) work.AfterCommit(() => log.MessageRefused(row.UnitId, row.Sequence, row.Result.ToString()));
        return row;
    }

    /// <summary>
    /// The same message again changes nothing. Another one under an identity that was refused is taken when it is good: what a forger sent first must not
    /// shut out what the unit sends.
    /// </summary>
    private async Task RepeatAsync(IngestedMessage row, JudgedMessage message, CancellationToken cancel)
    {
        if (row.Result < IngestResult.Malformed || message.Match is null || row.PayloadDigest.AsSpan().SequenceEqual(message.PayloadDigest)) return;
        row.Result = await StoreAsync(message.UnitId, message.Match, cancel);
        row.PayloadDigest = message.PayloadDigest;
        row.ReceivedAt = work.Now;
        row.EventId = message.Match.EventId;
    }

    private async Task<IngestResult> StoreAsync(string unitId, AcceptedMatch match, CancellationToken cancel)
    {
        var identity = (unitId, match.EventId);
        if (!alerts.TryGetValue(identity, out var alert))
        {
            alert = await work.Db.Alerts.Include(x => x.Probe).SingleOrDefaultAsync(x => x.UnitId == unitId && x.EventId == match.EventId, cancel);
            alerts[identity] = alert;
        }

        if (alert is null)
        {
            alerts[identity] = alert = AlertRows.New(unitId, match, work.Now);
            alert.OfSuspendedEntry = !await IsLookedForAsync(match.EntryId, cancel);
            work.Db.Alerts.Add(alert);
            Announce(alert, isNew: true);
            return IngestResult.Stored;
        }

        // The same visit under another order is another event; a unit that says otherwise is not believed.
        if (alert.DeploymentId != match.DeploymentId) return IngestResult.WrongDeployment;
        AlertRows.Widen(alert, match);
        if (match.Event.Revision <= alert.Revision) return IngestResult.Superseded;
        AlertRows.Revise(alert, match, work.Now);
        Announce(alert, isNew: false);
        return IngestResult.Stored;
    }

    private async Task<bool> IsLookedForAsync(Guid entryId, CancellationToken cancel)
    {
        if (lookedFor.TryGetValue(entryId, out var known)) return known;
        return lookedFor[entryId] = await work.Db.Entries.AnyAsync(x => x.Id == entryId && x.Status == EntryStatus.Active, cancel);
    }

    private async Task AdvanceAsync(OutboxWatermark watermark, IEnumerable<long> written, CancellationToken cancel)
    {
        var from = watermark.Sequence;
        var unitId = watermark.UnitId;
        var epoch = watermark.Epoch;
        var above = await work.Db.Messages.Where(x => x.UnitId == unitId && x.Epoch == epoch && x.Sequence > from).Select(x => x.Sequence).ToListAsync(cancel);
        var present = above.Concat(written).ToHashSet();
        var to = from;
        while (present.Contains(to + 1)) to++;
        if (to == from) return;
        watermark.Sequence = to;
        watermark.UpdatedAt = work.Now;
    }

    private void Announce(Alert alert, bool isNew) => work.AfterCommit(() => feed.Announce(new AlertChange(alert.Id, alert.UnitId, isNew, IsDecision: false, alert.OfSuspendedEntry)));
}

/// <summary>Events as rows.</summary>
internal static class AlertRows
{
    public static Alert New(string unitId, AcceptedMatch match, DateTimeOffset now)
    {
        var alert = new Alert
        {
            UnitId = unitId,
            EventId = match.EventId,
            Revision = 0,
            DeploymentId = match.DeploymentId,
            EntryId = match.EntryId,
            Reference = match.Event.Reference,
            Score = match.Event.Score,
            Threshold = match.Event.Threshold,
            VisitStartedAt = match.Event.VisitStartedAt.ToDateTimeOffset(),
            FirstCapturedAt = match.Event.CapturedAt.ToDateTimeOffset(),
            CapturedAt = match.Event.CapturedAt.ToDateTimeOffset(),
            DecidedAt = match.Event.DecidedAt.ToDateTimeOffset(),
            FirstStoredAt = now,
            StoredAt = now,
            ShotsJson = "[]",
            FaceX = 0,
            FaceY = 0,
            FaceWidth = 0,
            FaceHeight = 0,
            FrameWidth = 0,
            FrameHeight = 0,
            Probe = new AlertProbe { Jpeg = match.Probe },
        };
        Revise(alert, match, now);
        return alert;
    }

    /// <summary>Takes over a newer revision.</summary>
    public static void Revise(Alert alert, AcceptedMatch match, DateTimeOffset now)
    {
        var source = match.Event;
        alert.Revision = source.Revision;
        alert.EntryId = match.EntryId;
        alert.Reference = source.Reference;
        alert.Score = source.Score;
        alert.CapturedAt = source.CapturedAt.ToDateTimeOffset();
        alert.DecidedAt = source.DecidedAt.ToDateTimeOffset();
        alert.StoredAt = now;
        alert.ShotsJson = JsonSerializer.Serialize(source.Shots.Select(View));
        alert.FaceX = source.Face.X;
        alert.FaceY = source.Face.Y;
        alert.FaceWidth = source.Face.Width;
        alert.FaceHeight = source.Face.Height;
        alert.FrameWidth = (int)source.FrameWidth;
        alert.FrameHeight = (int)source.FrameHeight;
        alert.Probe!.Jpeg = match.Probe;
    }

    private static ShotView View(Contracts.V1.Shot shot)
    {
        var of = shot.Components;
        return new ShotView(
            shot.CapturedAt.ToDateTimeOffset(), shot.Quality, shot.FaceWidth, shot.Score,
            new ShotComponents(
                of.Sharpness, of.UnderExposurePrevention, of.OverExposurePrevention, of.DynamicRange, of.InterEyeDistance, of.Yaw, of.Pitch, of.Roll, of.FrameEdge,
                of.DetectorConfidence));
    }

    /// <summary>Any revision, also one that comes late, may know an earlier beginning.</summary>
    public static void Widen(Alert alert, AcceptedMatch match)
    {
        var started = match.Event.VisitStartedAt.ToDateTimeOffset();
        var captured = match.Event.CapturedAt.ToDateTimeOffset();
        if (started < alert.VisitStartedAt) alert.VisitStartedAt = started;
        if (captured < alert.FirstCapturedAt) alert.FirstCapturedAt = captured;
    }
}
