using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;
using Signpost.ControlPlane.Watchlists.Lint;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Makes the documents of an order: its bytes, its bundle's ciphertext and header, and its keys.</summary>
internal sealed class Drafter(DeploymentOptions options, IPhotographGate gate, PackCertification certification, DataKeys keys, WatchlistLint lint)
{
    private const string Secrets = "DeploymentSecrets";

    public static Cell ContentKeyCell(Guid orderId) => new(Secrets, "ContentKey", orderId);

    public static Cell PrivateKeyCell(Guid orderId) => new(Secrets, "PrivateKey", orderId);

    /// <summary>Does beforehand what a draft would make everybody else wait for.</summary>
    public async Task PrepareAsync(Transactions transactions, Guid watchlistId, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var list = await db.Watchlists.AsNoTracking().SingleOrDefaultAsync(x => x.Id == watchlistId && x.DeletedAt == null, cancel);
        if (list is not null) await lint.RunAsync(db, list, DateTimeOffset.MinValue, DateTimeOffset.MinValue, cancel);
    }

    /// <summary>Adds the draft and everything it consists of to the work; freezes the watchlist. The caller records it.</summary>
    public async Task<Outcome<Deployment>> DraftAsync(Work work, StaffMember actor, NewDeployment draft, CancellationToken cancel)
    {
        if (!certification.Certificate.Succeeded(out var certificate, out var uncertified)) return uncertified;
        var list = await work.Db.Watchlists.SingleOrDefaultAsync(x => x.Id == draft.WatchlistId && x.DeletedAt == null, cancel);
        if (list is null) return WatchlistService.NotFound;
        var entries = await work.Db.Entries.AsNoTracking().Where(x => x.WatchlistId == list.Id && x.Status != EntryStatus.Withdrawn).OrderBy(x => x.Id).ToListAsync(cancel);
        if (entries.Count == 0) return Problem.Conflict("watchlist.empty", "The watchlist names nobody.");
        if (CheckCategories(entries, draft) is { } uncovered) return uncovered;
        if (WatchlistLint.Check(await lint.RunAsync(work.Db, list, work.Now, draft.NotAfter, cancel)) is { } unfit) return unfit;
        if (await CheckUnitsAsync(work, draft, cancel) is { } unknown) return unknown;
        if (draft.ReplacesId is { } replaced)
        {
            var before = await work.Db.Deployments.AsNoTracking().Where(x => x.Id == replaced && x.State == DeploymentState.Authorised)
                .Select(x => new { Units = x.Units.Select(unit => unit.UnitId).ToList() }).SingleOrDefaultAsync(cancel);
            if (before is null) return Problem.Conflict("order.replaces", $"There is no order {replaced} in force that could be replaced.");
            if (before.Units.Except(draft.UnitIds).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } left)
                return Problem.Conflict("order.replaces", $"Order {replaced} has units that this one does not name, and they would be left without one: {string.Join(", ", left)}. Name them, or end that order first.");
        }

        if (draft.UrgencyReason is not null && await UrgentOrders.PendingAsync(work.Db, draft.UnitIds, except: null, cancel) is { Count: > 0 } pending) return UrgentOrders.IsPending(pending[0]);
        if (list.FrozenAt is null)
        {
            list.FrozenAt = work.Now;
            list.Revision++;
        }
        else
        {
            // The row is written all the same: whoever deletes the list meanwhile and this do not both go through.
            work.Db.Entry(list).Property(x => x.FrozenAt).IsModified = true;
        }

        using var deploymentKey = DeploymentKey.Create();
        var id = Guid.CreateVersion7(work.Now);
        var cameras = await work.Db.Units.AsNoTracking().Where(x => draft.UnitIds.Contains(x.Id)).ToListAsync(cancel);
        if (cameras.Find(unit => unit.CameraList().Count == 0) is { } blind)
            return Problem.Conflict("order.no-camera", $"Unit '{blind.Id}' has not said what it looks through: it has to be switched on, with its camera, before an order can name it.");
        var order = Order(id, draft, certificate, deploymentKey, cameras);
        if (OrderRules.Check(order) is { Count: > 0 } broken) return Problem.Invalid("order.incomplete", $"The order is not complete: {string.Join("; ", broken)}.");
        if (CertificateBudget.Check(order, entries.Count) is { } refusal) return RosterService.Refused("order", refusal);
        if ((await RosterService.VerifiedAsync(work.Db, work.Now, cancel)).Succeeded(out var roster, out _) && roster.CheckPlace(order, entries.Count) is { } forbidden)
            return RosterService.Refused("order", forbidden);
        var orderBytes = order.ToByteArray();
        var digest = SHA256.HashData(orderBytes);
        var bundleId = Guid.CreateVersion7(work.Now);
        var earliest = entries.Min(x => x.ExpiresAt);
        var facts = new BundleFacts(
            bundleId, digest, draft.WatchlistId.ToString(), (ulong)list.Revision, gate.PackDigest, earliest < draft.NotAfter ? earliest : draft.NotAfter, gate.TemplateLength,
            IncludesUnder18: entries.Exists(x => x.IsUnder18));
        using var ciphertext = new MemoryStream();
        using var open = keys.Open(work.Db);
        var key = await open.OfAsync(list.Id, cancel);
        using var bundle = Write(facts, entries, await TemplatesAsync(work.Db, entries, key, cancel), ciphertext);
        var made = new Deployment
        {
            Id = id,
            WatchlistId = list.Id,
            State = DeploymentState.Drafted,
            Purpose = draft.Purpose,
            LegalGround = draft.LegalGround,
            PlaceName = order.Place.Name,
            PlaceJson = JsonSerializer.Serialize(draft.Place),
            NotBefore = draft.NotBefore.ToUniversalTime(),
            NotAfter = draft.NotAfter.ToUniversalTime(),
            Categories = string.Join(',', draft.Categories.Select(x => ((int)x).ToString(CultureInfo.InvariantCulture))),
            Threshold = draft.Threshold,
            EvidenceReference = order.EvidenceReference,
            AlertRetentionHours = draft.AlertRetentionHours,
            Entries = entries.Count,
            DraftedById = actor.Id,
            DraftedBy = actor.UserName,
            DraftedAt = work.Now,
            OrderBytes = orderBytes,
            OrderDigest = digest,
            BundleId = bundleId,
            HeaderBytes = bundle.Header.ToArray(),
            PackDigest = gate.PackDigest.ToArray(),
            RatifyBy = draft.UrgencyReason is null ? null : draft.NotBefore.ToUniversalTime() + OrderRules.RatificationTime,
            ReplacesId = draft.ReplacesId,
            Units = [.. draft.UnitIds.Select(unit => new DeploymentUnit { DeploymentId = id, UnitId = unit })],
        };
        work.Db.Deployments.Add(made);
        work.Db.Bundles.Add(new DeploymentBundle { BundleId = bundleId, DeploymentId = id, Ciphertext = ciphertext.ToArray() });
        work.Db.Secrets.Add(Secret(id, bundle.Key, deploymentKey, key));
        return made;
    }

    private static Problem? CheckCategories(List<WatchlistEntry> entries, NewDeployment draft)
    {
        var uncovered = entries.FindAll(x => !draft.Categories.Contains(x.Category));
        return uncovered.Count == 0
            ? null
            : Problem.Conflict("order.category-not-covered", $"The order names no category of: {string.Join(", ", uncovered.Select(x => $"{x.Reference} ({x.Category})"))}.");
    }

    private static async Task<Problem?> CheckUnitsAsync(Work work, NewDeployment draft, CancellationToken cancel)
    {
        var ids = draft.UnitIds.ToList();
        var known = await work.Db.Units.Where(x => ids.Contains(x.Id) && x.RevokedAt == null).Select(x => x.Id).ToListAsync(cancel);
        return ids.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? Problem.Conflict("order.unknown-unit", $"There is no unit '{unknown}', or it is revoked.")
            : null;
    }

    private DeploymentOrder Order(Guid id, NewDeployment draft, PackCertificate certificate, DeploymentKey key, List<Unit> units)
    {
        var place = new Place { Name = draft.PlaceName?.Trim() ?? "" };
        place.Polygon.AddRange(draft.Place.Select(corner => new GeoPoint { Latitude = corner.Latitude, Longitude = corner.Longitude }));
        var order = new DeploymentOrder
        {
            FormatVersion = 1,
            OrderId = WireId.From(id),
            Force = options.Force,
            Purpose = draft.Purpose,
            LegalGround = draft.LegalGround,
            Place = place,
            NotBefore = draft.NotBefore.ToTimestamp(),
            NotAfter = draft.NotAfter.ToTimestamp(),
            WatchlistId = draft.WatchlistId.ToString(),
            Threshold = draft.Threshold,
            PackDigest = ByteString.CopyFrom(gate.PackDigest.Span),
            DeploymentPublicKey = ByteString.CopyFrom(key.PublicKey.Span),
            AlertRetentionHours = (uint)draft.AlertRetentionHours,
            EvidenceReference = draft.EvidenceReference?.Trim() ?? "",
            Certificate = certificate,
            NoDecisionFrom = draft.NoDecisionFrom,
            FalseAlertCeiling = draft.FalseAlertCeiling,
            EvidenceFrom = draft.EvidenceFrom.ToTimestamp(),
            EvidenceTo = draft.EvidenceTo.ToTimestamp(),
            ConsultationReference = draft.ConsultationReference?.Trim() ?? "",
            AssessmentReference = draft.AssessmentReference?.Trim() ?? "",
            WatchlistRetentionHours = (uint)draft.WatchlistRetentionHours,
            StaleLimitMinutes = (uint)draft.StaleLimitMinutes,
            Urgency = draft.UrgencyReason is { } reason ? new Urgency { Reason = reason.Trim() } : null,
        };
        order.Cameras.AddRange(units.OrderBy(unit => unit.Id, StringComparer.Ordinal).SelectMany(unit => unit.CameraList().Select(camera => new Camera { UnitId = unit.Id, Fingerprint = camera })));
        order.Signs.AddRange(draft.Signs.Select(sign => new Sign { SignId = sign.Id, Position = new GeoPoint { Latitude = sign.Latitude, Longitude = sign.Longitude } }));
        order.Categories.AddRange(draft.Categories);
        order.UnitIds.AddRange(draft.UnitIds);
        return order;
    }

    private static async Task<List<float[]>> TemplatesAsync(ControlPlaneDb db, List<WatchlistEntry> entries, DataKey key, CancellationToken cancel)
    {
        var listId = entries[0].WatchlistId;
        var kept = await db.EntryImages.Where(x => db.Entries.Any(entry => entry.Id == x.EntryId && entry.WatchlistId == listId))
            .Select(x => new { x.EntryId, x.Template }).ToDictionaryAsync(x => x.EntryId, x => x.Template, cancel);
        return entries.ConvertAll(entry => Templates.Open(key, entry.Id, kept[entry.Id]));
    }

    private static WrittenBundle Write(BundleFacts facts, List<WatchlistEntry> entries, List<float[]> templates, MemoryStream ciphertext)
    {
        try
        {
            return BundleWriter.Write(facts, [.. entries.Zip(templates, (entry, template) => new BundleTemplate(entry.Reference, entry.Category, template))], ciphertext);
        }
        finally
        {
            Templates.Zero(templates);
        }
    }

    private static DeploymentSecret Secret(Guid id, ContentKey contentKey, DeploymentKey deploymentKey, DataKey listKey)
    {
        var pkcs8 = deploymentKey.Export();
        try
        {
            return new DeploymentSecret
            {
                DeploymentId = id,
                ContentKey = listKey.Seal(ContentKeyCell(id), contentKey.Bytes),
                PrivateKey = listKey.Seal(PrivateKeyCell(id), pkcs8),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }
}
