using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Records;

internal sealed class RecordService(Transactions transactions) : IRecordService
{
    public async Task<Outcome<IReadOnlyList<RecordView>>> ListAsync(StaffMember actor, long? beforeId, int limit, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Auditor) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        var before = beforeId ?? long.MaxValue;
        var rows = await db.Audit.AsNoTracking().Where(x => x.Id < before).OrderByDescending(x => x.Id).Take(Math.Clamp(limit, 1, 1000)).ToListAsync(cancel);
        return Outcome.Of<IReadOnlyList<RecordView>>(rows.ConvertAll(View));
    }

    private static RecordView View(AuditRow row) => new(
        row.Id, row.At, row.Actor, row.Action, row.Subjects.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Facts,
        row.Digest is null ? null : Convert.ToHexStringLower(row.Digest));
}
