using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

internal static class DeploymentViews
{
    /// <summary>Newest first. What was signed is read from the order's own bytes; header and ciphertext stay in the database.</summary>
    public static async Task<List<DeploymentView>> QueryAsync(
        ControlPlaneDb db, Func<IQueryable<Deployment>, IQueryable<Deployment>> which, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await which(db.Deployments.AsNoTracking())
            .Join(db.Watchlists, x => x.WatchlistId, x => x.Id, (order, list) => new
            {
                order.Id,
                order.State,
                order.WatchlistId,
                list.Name,
                order.Entries,
                order.Purpose,
                order.LegalGround,
                order.PlaceName,
                order.PlaceJson,
                order.NotBefore,
                order.NotAfter,
                order.Categories,
                order.Threshold,
                order.OrderBytes,
                Units = order.Units.Select(x => x.UnitId).ToList(),
                order.EvidenceReference,
                order.AlertRetentionHours,
                order.DraftedBy,
                order.DraftedAt,
                Signatures = order.Signatures.Select(x => new SignatureView(x.OfficerId, x.UserName, x.Role, x.SignedAt)).ToList(),
                order.RatifyBy,
                order.RatifiedAt,
                order.AuthorisedAt,
                order.EndedAt,
                order.EndedBy,
                order.EndReason,
                order.ReplacesId,
                Deliveries = db.Deliveries.Where(x => x.DeploymentId == order.Id).Select(x => new { x.UnitId, IsDeleted = x.Receipt != null }).ToList(),
            })
            .AsSingleQuery()
            .ToListAsync(cancel);
        rows.Sort((a, b) => b.DraftedAt.CompareTo(a.DraftedAt));
        return rows.ConvertAll(x =>
        {
            var signed = DeploymentOrder.Parser.ParseFrom(x.OrderBytes);
            return new DeploymentView(
                x.Id, x.State, x.WatchlistId, x.Name, x.Entries, x.Purpose, x.LegalGround, x.PlaceName, JsonSerializer.Deserialize<List<Corner>>(x.PlaceJson) ?? [],
                x.NotBefore, x.NotAfter, Categories(x.Categories), x.Threshold, signed.NoDecisionFrom, signed.FalseAlertCeiling, Certificate(signed, x.Entries),
                [.. x.Units.Order(StringComparer.Ordinal)], x.EvidenceReference, x.AlertRetentionHours, x.DraftedBy, x.DraftedAt,
                [.. x.Signatures.OrderBy(s => s.SignedAt)], At(signed.EvidenceFrom), At(signed.EvidenceTo), signed.ConsultationReference, signed.AssessmentReference,
                [.. signed.Signs.Select(sign => new PlannedSign(sign.SignId, sign.Position?.Latitude ?? 0, sign.Position?.Longitude ?? 0))],
                [.. signed.Cameras.Select(camera => new UnitCamera(camera.UnitId, camera.Fingerprint))], (int)signed.WatchlistRetentionHours, (int)signed.StaleLimitMinutes,
                signed.Urgency?.Reason, x.RatifyBy, x.RatifiedAt, x.AuthorisedAt, x.EndedAt, x.EndedBy, x.EndReason,
                Deletion(x.EndedAt, x.Deliveries.ConvertAll(delivery => (delivery.UnitId, delivery.IsDeleted)), now), x.ReplacesId);
        });
    }

    public static DeletionView Deletion(DateTimeOffset? endedAt, IReadOnlyCollection<(string UnitId, bool IsDeleted)> deliveries, DateTimeOffset now)
    {
        var given = deliveries.Select(x => x.UnitId).Distinct(StringComparer.Ordinal).Count();
        string[] missing = [.. deliveries.Where(x => !x.IsDeleted).Select(x => x.UnitId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new DeletionView(given, given - missing.Length, missing, missing.Length > 0 && endedAt + DeletionView.Patience <= now);
    }

    private static DateTimeOffset At(Google.Protobuf.WellKnownTypes.Timestamp? at) => at?.ToDateTimeOffset() ?? default;

    // An order of an earlier version has none; it is shown, and nobody can sign it.
    private static CertificateView? Certificate(DeploymentOrder order, int entries) =>
        OrderRules.Check(order).Count > 0 ? null : CertificateView.Of(order.Certificate, order.Threshold, order.FalseAlertCeiling, entries);

    public static List<Category> Categories(string written) =>
        [.. written.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(x => (Category)int.Parse(x, CultureInfo.InvariantCulture))];
}
