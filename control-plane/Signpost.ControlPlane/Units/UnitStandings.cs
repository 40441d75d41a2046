using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Units;

/// <summary>Keeps what a unit says of where it stands and what it looks through: orders are drafted for that. Whether it is so, the unit's signed order asks the unit.</summary>
internal sealed class UnitStandings(Transactions transactions, UnitFeed feed)
{
    private const int MostCameras = 8;
    private const int LongestFingerprint = 256;

    /// <summary>Takes it; a change goes on record. What no unit of ours would say is left out.</summary>
    public async Task TakeAsync(string unitId, Standing? standing, CancellationToken cancel)
    {
        var cameras = string.Join('\n', (standing?.Cameras ?? []).Where(IsLine).Distinct().Order(StringComparer.Ordinal).Take(MostCameras));
        var position = standing?.Position is { } at && Math.Abs(at.Latitude) <= 90 && Math.Abs(at.Longitude) <= 180 ? at : null;
        await using (var db = await transactions.ReadAsync(cancel))
        {
            var known = await db.Units.AsNoTracking().SingleOrDefaultAsync(x => x.Id == unitId, cancel);
            if (known is null || (known.Cameras, known.Latitude, known.Longitude) == (cameras, position?.Latitude, position?.Longitude)) return;
        }

        await transactions.SystemAsync<bool>(
            AuditActor.Unit(unitId),
            async work =>
            {
                var unit = await work.Db.Units.SingleAsync(x => x.Id == unitId, cancel);
                (unit.Cameras, unit.Latitude, unit.Longitude) = (cameras, position?.Latitude, position?.Longitude);
                work.Record(AuditActions.UnitStands, [unit.AuditSubject], [("cameras", cameras.Replace('\n', ' ')), ("position", position is null ? "not declared" : FormattableString.Invariant($"{position.Latitude:0.#####},{position.Longitude:0.#####}"))]);
                work.AfterCommit(() => feed.Unit(unitId));
                return true;
            },
            cancel);
    }

    private static bool IsLine(string fingerprint) => fingerprint.Length is > 0 and <= LongestFingerprint && !fingerprint.Any(char.IsControl);
}
