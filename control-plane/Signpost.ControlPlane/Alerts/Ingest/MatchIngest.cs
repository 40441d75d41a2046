using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.Trust;

namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>
/// Takes batches of match messages. When <see cref="IngestAsync"/> returns, every message of the batch is stored, recognised as known, or refused on record, and the
/// positions returned are on disk; when it throws, nothing of the batch is. Calling it again with the same messages changes nothing: whoever delivers may
/// deliver twice.
/// </summary>
internal sealed class MatchIngest(Transactions transactions, DataKeys keys, AlertFeed feed, ILogger<MatchIngest> log)
{
    /// <summary>Where each outbox of the batch stands now; one position per (unit, epoch).</summary>
    public async Task<IReadOnlyList<CommittedPosition>> IngestAsync(IReadOnlyList<IncomingMatch> batch, CancellationToken cancel)
    {
        var judged = await JudgeAsync(batch, cancel);
        var committed = await transactions.SystemAsync<IReadOnlyList<CommittedPosition>>(
            AuditActor.ControlPlane,
            async work =>
            {
                await CountUnaddressedAsync(work, judged.FindAll(x => !x.IsAddressed), cancel);
                var writer = new BatchWriter(work, feed, log);
                return Outcomes.Outcome.Of(await writer.WriteAsync(judged.FindAll(x => x.IsAddressed), cancel));
            },
            cancel);
        return committed.Succeeded(out var positions, out var problem) ? positions : throw new InvalidOperationException(problem.Detail);
    }

    private async Task<List<JudgedMessage>> JudgeAsync(IReadOnlyList<IncomingMatch> batch, CancellationToken cancel)
    {
        List<JudgedMessage> judged = new(batch.Count);
        List<(IncomingMatch Message, MatchEnvelope Envelope)> readable = [];
        foreach (var message in batch)
        {
            if (MatchJudge.Read(message, out var refusal) is { } envelope) readable.Add((message, envelope));
            else judged.Add(JudgedMessage.Unaddressed(message, refusal));
        }

        if (readable.Count == 0) return judged;
        await using var db = await transactions.ReadAsync(cancel);
        using var open = keys.Open(db);
        using var facts = await IngestFacts.ReadAsync(
            db, open, readable.Select(x => x.Message.UnitId).ToHashSet(StringComparer.Ordinal), readable.Select(x => x.Envelope.Address.OrderId).ToHashSet(), cancel);
        judged.AddRange(readable.Select(x => MatchJudge.Judge(x.Message, x.Envelope, facts)));
        return judged;
    }

    private async Task CountUnaddressedAsync(Work work, List<JudgedMessage> refused, CancellationToken cancel)
    {
        foreach (var group in refused.GroupBy(x => (x.UnitId, x.Result)))
        {
            var row = await work.Db.UnaddressedRefusals.SingleOrDefaultAsync(x => x.UnitId == group.Key.UnitId && x.Result == group.Key.Result, cancel);
            if (row is null)
            {
                row = new UnaddressedRefusal { UnitId = group.Key.UnitId, Result = group.Key.Result, Count = 0, FirstAt = work.Now, LastAt = work.Now };
                work.Db.UnaddressedRefusals.Add(row);
            }

            row.Count += group.Count();
            row.LastAt = work.Now;
            work.AfterCommit(() => log.UnaddressedRefused(group.Key.UnitId, group.Key.Result.ToString()));
        }
    }
}
