using Microsoft.EntityFrameworkCore;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>What is committed of a unit's outbox.</summary>
internal interface IWatermarks
{
    /// <summary>The watermark of the unit's epoch that moved last; null when nothing came yet.</summary>
    Task<CommittedWatermark?> NewestAsync(string unitId, CancellationToken cancel);
}

internal sealed class Watermarks(Transactions transactions) : IWatermarks
{
    public async Task<CommittedWatermark?> NewestAsync(string unitId, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var row = await db.Watermarks.AsNoTracking().Where(x => x.UnitId == unitId).OrderByDescending(x => x.UpdatedAt).FirstOrDefaultAsync(cancel);
        return row is null ? null : Message(row.Epoch, row.Sequence);
    }

    public static CommittedWatermark Message(Guid epoch, long sequence) => new() { OutboxEpoch = WireId.From(epoch), Sequence = (ulong)sequence };
}
