using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Units;

/// <summary>
/// The newest health report of each unit. Reports come every second; the board keeps them in memory and stores the newest every few seconds:
/// a crash loses seconds of counters that the next report carries again.
/// </summary>
internal sealed class HealthBoard(Transactions transactions, UnitFeed feed, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> streams = new(StringComparer.Ordinal);

    public void Report(string unitId, HealthReport report)
    {
        // The histogram has a keeping, a rule and readers of its own: here it would rest whatever it tells.
        var kept = report.Clone();
        kept.Scores = null;
        entries[unitId] = new Entry(time.GetUtcNow(), kept, Stored: false);
        feed.Unit(unitId);
    }

    /// <summary>Counts a desired-state stream to this process until disposed.</summary>
    public IDisposable Stream(string unitId)
    {
        streams.AddOrUpdate(unitId, 1, (_, count) => count + 1);
        feed.Unit(unitId);
        return new OpenStream(this, unitId);
    }

    public bool HasStream(string unitId) => streams.GetValueOrDefault(unitId) > 0;

    public (DateTimeOffset ReceivedAt, HealthReport Report)? Newest(string unitId) =>
        entries.TryGetValue(unitId, out var entry) ? (entry.ReceivedAt, entry.Report) : null;

    /// <summary>Stores what came since the last time, in one transaction.</summary>
    public async Task StoreAsync(CancellationToken cancel)
    {
        var news = entries.Where(x => !x.Value.Stored).ToDictionary(StringComparer.Ordinal);
        if (news.Count == 0) return;
        var ids = news.Keys.ToList();
        await transactions.SystemAsync<int>(
            AuditActor.ControlPlane,
            async work =>
            {
                var rows = await work.Db.Health.Where(x => ids.Contains(x.UnitId)).ToDictionaryAsync(x => x.UnitId, StringComparer.Ordinal, cancel);
                foreach (var (unitId, entry) in news)
                {
                    if (!rows.TryGetValue(unitId, out var row)) work.Db.Health.Add(row = new UnitHealth { UnitId = unitId });
                    row.ReceivedAt = entry.ReceivedAt;
                    row.Report = Google.Protobuf.MessageExtensions.ToByteArray(entry.Report);
                }

                return news.Count;
            },
            cancel);
        // A report that came meanwhile is another object and stays to be stored.
        foreach (var (unitId, entry) in news) entries.TryUpdate(unitId, entry with { Stored = true }, entry);
    }

    private void Closed(string unitId)
    {
        streams.AddOrUpdate(unitId, 0, (_, count) => count - 1);
        feed.Unit(unitId);
    }

    private sealed record Entry(DateTimeOffset ReceivedAt, HealthReport Report, bool Stored);

    private sealed class OpenStream(HealthBoard board, string unitId) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) != 0) return;
            board.Closed(unitId);
        }
    }
}
