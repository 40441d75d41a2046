using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Watchlists.Lint;

namespace Signpost.ControlPlane.Watchlists;

internal sealed class WatchlistService(
    Transactions transactions, DataKeys keys, IPhotographGate gate, EntrySuspensions suspensions, WatchlistLint lint, WatchlistDeletion deletion, TimeProvider time) : IWatchlistService
{
    private static readonly TimeSpan UsualHorizon = TimeSpan.FromDays(1);
    public static readonly Problem NotFound = Problem.NotFound("watchlist.not-found", "There is no such watchlist.");
    private static readonly Problem EntryNotFound = Problem.NotFound("entry.not-found", "There is no such entry.");
    private static readonly Problem Frozen = Problem.Conflict("watchlist.frozen", "An order was drafted from this watchlist; it changes no more. Make a new one.");

    public async Task<Outcome<WatchlistView>> CreateAsync(StaffMember actor, NewWatchlist watchlist, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        if (Check.Line("watchlist.name", "The name", watchlist.Name, EntryRules.LongestListName) is { } wrong) return wrong;
        return await transactions.StaffAsync<WatchlistView>(
            actor,
            async work =>
            {
                var made = new Watchlist
                {
                    Id = Guid.CreateVersion7(work.Now),
                    Name = watchlist.Name.Trim(),
                    CreatedById = actor.Id,
                    CreatedBy = actor.UserName,
                    CreatedAt = work.Now,
                    Revision = 1,
                };
                work.Db.Watchlists.Add(made);
                await keys.CreateAsync(work, made.Id, cancel);
                work.Record(AuditActions.WatchlistCreated, [AuditSubject.Watchlist(made.Id)], personal: [AuditDigest.Field(made.Name)]);
                return new WatchlistView(made.Id, made.Name, made.CreatedBy, made.CreatedAt, 0, null, null);
            },
            cancel);
    }

    public async Task<Outcome<IReadOnlyList<WatchlistView>>> ListAsync(StaffMember actor, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        return Outcome.Of<IReadOnlyList<WatchlistView>>(await QueryAsync(lists => lists, cancel));
    }

    public async Task<Outcome<WatchlistView>> GetAsync(StaffMember actor, Guid watchlistId, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        return await QueryAsync(lists => lists.Where(x => x.Id == watchlistId), cancel) is [var list] ? list : NotFound;
    }

    public async Task<Outcome<IReadOnlyList<EntryView>>> EntriesAsync(StaffMember actor, Guid watchlistId, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        using var open = keys.Open(db);
        if (await open.FindAsync(watchlistId, cancel) is not { } key) return NotFound;
        var rows = await db.Entries.AsNoTracking().Where(x => x.WatchlistId == watchlistId).ToListAsync(cancel);
        rows.Sort((a, b) => a.AddedAt.CompareTo(b.AddedAt));
        var why = (await db.Suspensions.AsNoTracking().Where(x => x.Outcome == null && x.Why != null && db.Entries.Any(entry => entry.Id == x.EntryId && entry.WatchlistId == watchlistId)).ToListAsync(cancel))
            .ToDictionary(x => x.EntryId, x => $"{x.By}: {key.OpenText(EntryCells.SuspensionWhy(x.Id), x.Why!)}");
        return Outcome.Of<IReadOnlyList<EntryView>>(rows.ConvertAll(row => View(row, EntryDetails.Open(key, row.Id, row.Details)) with { SuspendedBecause = why.GetValueOrDefault(row.Id) }));
    }

    public async Task<Outcome<EntryView>> AddEntryAsync(
        StaffMember actor, Guid watchlistId, NewEntry entry, ReadOnlyMemory<byte> photo, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        if (EntryRules.Check(entry, time.GetUtcNow()) is { } wrong) return wrong;
        if (photo.IsEmpty) return Problem.Invalid("photo.missing", "A photograph is needed.");
        if (photo.Length > EntryRules.LargestPhoto)
            return new Problem(ProblemKind.TooLarge, "photo.too-large", $"The file has {photo.Length >> 20} MiB, at most {EntryRules.LargestPhoto >> 20} MiB are taken.");
        // Before the photograph is looked at, so that a frozen list answers at once.
        var list = await GetAsync(actor, watchlistId, cancel);
        if (!list.Succeeded(out var view, out var missing)) return missing;
        if (view.IsFrozen) return Frozen;
        if (!(await gate.EnrolAsync(photo, cancel)).Succeeded(out var enrolled, out var refused)) return refused;
        return await transactions.StaffAsync<EntryView>(actor, work => AddAsync(work, actor, watchlistId, entry, photo, enrolled, cancel), cancel);
    }

    public Task<Outcome<EntryView>> RemoveEntryAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default) =>
        ChangeAsync(actor, entryId, (work, entry, list, _) =>
        {
            list.Revision++;
            work.Db.Entries.Remove(entry);
            work.Record(AuditActions.EntryRemoved, [entry.AuditSubject, list.AuditSubject], [("reference", entry.Reference)]);
            return Task.FromResult<Problem?>(null);
        }, cancel);

    public async Task<Outcome<EntryView>> ReenrolAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        if (!(await PhotographAsync(entryId, cancel)).Succeeded(out var photo, out var missing)) return missing;
        Outcome<Enrolled> made;
        try
        {
            made = await gate.EnrolAsync(photo, cancel);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(photo);
        }

        if (!made.Succeeded(out var enrolled, out var refused)) return refused;
        return await ChangeAsync(actor, entryId, async (work, entry, list, key) =>
        {
            list.Revision++;
            var image = await work.Db.EntryImages.SingleAsync(x => x.EntryId == entryId, cancel);
            image.Crop = key.Seal(EntryCells.Crop(entryId), enrolled.Crop);
            image.Template = key.Seal(EntryCells.Template(entryId), enrolled.Template);
            entry.PackDigest = gate.PackDigest.ToArray();
            (entry.PhotoWidth, entry.PhotoHeight, entry.FaceWidth) = (enrolled.Facts.Width, enrolled.Facts.Height, enrolled.Facts.FaceWidth);
            (entry.InterEyeDistance, entry.Sharpness, entry.Quality) = (enrolled.Facts.InterEyeDistance, enrolled.Facts.Sharpness, enrolled.Facts.Quality);
            // What was acknowledged was said of the template before.
            work.Db.Acknowledged.RemoveRange(await work.Db.Acknowledged.Where(x => x.WatchlistId == list.Id && x.FindingId.Contains(entry.Reference)).ToListAsync(cancel));
            work.Record(AuditActions.EntryReenrolled, [entry.AuditSubject, list.AuditSubject], [("reference", entry.Reference), ("pack", Convert.ToHexStringLower(entry.PackDigest))]);
            return null;
        }, cancel);
    }

    public async Task<Outcome<EntryView>> SuspendAsync(StaffMember actor, Guid entryId, string reason, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        if (Check.Line("entry.decision-reason", "The reason", reason, EntryRules.LongestReason) is { } missing) return missing;
        return await OnEntryAsync(actor, entryId, (work, entry, _, key) => suspensions.SuspendAsync(work, entry, key, actor.UserName, reason.Trim(), cancel), cancel);
    }

    public async Task<Outcome<EntryView>> DecideSuspensionAsync(StaffMember actor, Guid entryId, bool keep, string reason, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        if (Check.Line("entry.decision-reason", "The reason", reason, EntryRules.LongestReason) is { } missing) return missing;
        return await OnEntryAsync(actor, entryId, (work, entry, _, key) => suspensions.DecideAsync(work, entry, key, actor.UserName, keep, reason.Trim(), cancel), cancel);
    }

    public async Task<Outcome<Picture>> PictureAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        return await transactions.StaffAsync<Picture>(
            actor,
            async work =>
            {
                var found = await work.Db.EntryImages.Where(x => x.EntryId == entryId)
                    .Join(work.Db.Entries, x => x.EntryId, x => x.Id, (image, entry) => new { image.Crop, entry.WatchlistId }).SingleOrDefaultAsync(cancel);
                if (found is null) return EntryNotFound;
                using var open = keys.Open(work.Db);
                var crop = (await open.OfAsync(found.WatchlistId, cancel)).Open(EntryCells.Crop(entryId), found.Crop);
                work.Record(AuditActions.EntrySeen, [AuditSubject.Entry(entryId)]);
                return new Picture(crop, "image/jpeg");
            },
            cancel);
    }

    public async Task<Outcome<LintReport>> LintAsync(StaffMember actor, Guid watchlistId, DateTimeOffset? until = null, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        var list = await db.Watchlists.AsNoTracking().SingleOrDefaultAsync(x => x.Id == watchlistId && x.DeletedAt == null, cancel);
        if (list is null) return NotFound;
        var now = time.GetUtcNow();
        return await lint.RunAsync(db, list, now, until ?? now + UsualHorizon, cancel);
    }

    public async Task<Outcome<LintReport>> AcknowledgeAsync(
        StaffMember actor, Guid watchlistId, IReadOnlyList<string> findings, DateTimeOffset? until = null, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        // Compared before the transaction, so that nobody waits for it.
        if (!(await LintAsync(actor, watchlistId, until, cancel)).Succeeded(out _, out var problem)) return problem;
        var done = await transactions.StaffAsync<bool>(
            actor,
            async work =>
            {
                var list = await work.Db.Watchlists.SingleOrDefaultAsync(x => x.Id == watchlistId && x.DeletedAt == null, cancel);
                if (list is null) return NotFound;
                var report = await lint.RunAsync(work.Db, list, work.Now, until ?? work.Now + UsualHorizon, cancel);
                var wanted = findings.ToHashSet(StringComparer.Ordinal);
                var warnings = report.Findings.Where(x => x.Severity == FindingSeverity.Warning && wanted.Contains(x.Id)).ToList();
                if (wanted.FirstOrDefault(id => !warnings.Exists(x => x.Id == id)) is { } unknown)
                    return Problem.Conflict("watchlist.no-such-warning", $"'{unknown}' is no warning of this list now; errors are put right and not acknowledged.");
                foreach (var warning in warnings.Where(x => !x.Acknowledged))
                    work.Db.Acknowledged.Add(new AcknowledgedFinding { WatchlistId = watchlistId, FindingId = warning.Id, By = actor.UserName, At = work.Now });
                work.Record(AuditActions.FindingsAcknowledged, [list.AuditSubject], [("findings", string.Join(' ', warnings.Select(x => x.Id)))]);
                return true;
            },
            cancel);
        return done.Succeeded(out _, out var refused) ? await LintAsync(actor, watchlistId, until, cancel) : refused;
    }

    public async Task<Outcome<bool>> DeleteAsync(StaffMember actor, Guid watchlistId, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        return await transactions.StaffAsync<bool>(actor, work => deletion.DeleteAsync(work, watchlistId, cancel), cancel);
    }

    private async Task<Outcome<EntryView>> ChangeAsync(
        StaffMember actor, Guid entryId, Func<Work, WatchlistEntry, Watchlist, DataKey, Task<Problem?>> change, CancellationToken cancel)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        return await OnEntryAsync(actor, entryId, async (work, entry, list, key) => list.FrozenAt is not null ? Frozen : await change(work, entry, list, key), cancel);
    }

    private Task<Outcome<EntryView>> OnEntryAsync(
        StaffMember actor, Guid entryId, Func<Work, WatchlistEntry, Watchlist, DataKey, Task<Problem?>> change, CancellationToken cancel) => transactions.StaffAsync<EntryView>(
        actor,
        async work =>
        {
            var entry = await work.Db.Entries.SingleOrDefaultAsync(x => x.Id == entryId, cancel);
            if (entry is null) return EntryNotFound;
            var list = await work.Db.Watchlists.SingleAsync(x => x.Id == entry.WatchlistId, cancel);
            using var open = keys.Open(work.Db);
            var key = await open.OfAsync(list.Id, cancel);
            if (await change(work, entry, list, key) is { } problem) return problem;
            return View(entry, EntryDetails.Open(key, entryId, entry.Details));
        },
        cancel);

    private async Task<Outcome<byte[]>> PhotographAsync(Guid entryId, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var found = await db.EntryImages.Where(x => x.EntryId == entryId)
            .Join(db.Entries, x => x.EntryId, x => x.Id, (image, entry) => new { image.Photo, entry.WatchlistId }).SingleOrDefaultAsync(cancel);
        if (found is null) return EntryNotFound;
        using var open = keys.Open(db);
        return await open.FindAsync(found.WatchlistId, cancel) is { } key ? key.Open(EntryCells.Photo(entryId), found.Photo) : EntryNotFound;
    }

    private async Task<Outcome<EntryView>> AddAsync(
        Work work, StaffMember actor, Guid watchlistId, NewEntry entry, ReadOnlyMemory<byte> photo, Enrolled enrolled, CancellationToken cancel)
    {
        var list = await work.Db.Watchlists.SingleOrDefaultAsync(x => x.Id == watchlistId && x.DeletedAt == null, cancel);
        if (list is null) return NotFound;
        if (list.FrozenAt is not null) return Frozen;
        using var open = keys.Open(work.Db);
        var key = await open.OfAsync(watchlistId, cancel);
        list.Revision++;
        var id = Guid.CreateVersion7(work.Now);
        var details = EntryDetails.Of(entry);
        var added = new WatchlistEntry
        {
            Id = id,
            WatchlistId = watchlistId,
            Details = details.Seal(key, id),
            Reference = EntryRules.NewReference(),
            Category = entry.Category,
            IsUnder18 = details.Under18Reason is not null,
            ImageDate = entry.ImageDate,
            LegalBasis = entry.LegalBasis,
            ExpiresAt = entry.ExpiresAt.ToUniversalTime(),
            PhotoWidth = enrolled.Facts.Width,
            PhotoHeight = enrolled.Facts.Height,
            FaceWidth = enrolled.Facts.FaceWidth,
            InterEyeDistance = enrolled.Facts.InterEyeDistance,
            Sharpness = enrolled.Facts.Sharpness,
            Quality = enrolled.Facts.Quality,
            PackDigest = gate.PackDigest.ToArray(),
            AddedBy = actor.UserName,
            AddedAt = work.Now,
            Image = new EntryImage
            {
                EntryId = id,
                Photo = key.Seal(EntryCells.Photo(id), photo.Span),
                Crop = key.Seal(EntryCells.Crop(id), enrolled.Crop),
                Template = key.Seal(EntryCells.Template(id), enrolled.Template),
            },
        };
        work.Db.Entries.Add(added);
        work.Record(
            AuditActions.EntryAdded,
            [AuditSubject.Entry(id), AuditSubject.Watchlist(watchlistId)],
            [("reference", added.Reference), ("category", added.Category.ToString()), ("expiresAt", added.ExpiresAt.ToString("O")), ("under18", added.IsUnder18 ? "yes" : "no")],
            [AuditDigest.Field(details.DisplayName), AuditDigest.Field(details.Reason), AuditDigest.Field(details.ImageSource), SHA256.HashData(photo.Span)]);
        return View(added, details);
    }

    private async Task<List<WatchlistView>> QueryAsync(Func<IQueryable<Watchlist>, IQueryable<Watchlist>> which, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var rows = await which(db.Watchlists.AsNoTracking().Where(x => x.DeletedAt == null))
            .Select(list => new
            {
                List = list,
                Entries = db.Entries.Count(x => x.WatchlistId == list.Id && x.Status != EntryStatus.Withdrawn),
                Suspended = db.Entries.Count(x => x.WatchlistId == list.Id && x.Status == EntryStatus.Suspended),
                Under18 = db.Entries.Any(x => x.WatchlistId == list.Id && x.IsUnder18 && x.Status != EntryStatus.Withdrawn),
                Expiry = db.Entries.Where(x => x.WatchlistId == list.Id && x.Status != EntryStatus.Withdrawn).Min(x => (DateTimeOffset?)x.ExpiresAt),
            })
            .ToListAsync(cancel);
        rows.Sort((a, b) => b.List.CreatedAt.CompareTo(a.List.CreatedAt));
        return rows.ConvertAll(row => new WatchlistView(
            row.List.Id, row.List.Name, row.List.CreatedBy, row.List.CreatedAt, row.Entries, row.List.FrozenAt, row.Expiry, row.Suspended, row.Under18));
    }

    private static Problem? MayRead(StaffMember actor) => actor.Require(StaffRole.Author, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer);

    private static EntryView View(WatchlistEntry entry, EntryDetails details) => new(
        entry.Id, entry.WatchlistId, details.DisplayName, entry.Reference, entry.Category, details.Reason, details.ImageSource, entry.ImageDate, entry.LegalBasis, entry.ExpiresAt,
        new PhotoFacts(entry.PhotoWidth, entry.PhotoHeight, entry.FaceWidth, entry.InterEyeDistance, entry.Sharpness, entry.Quality), entry.AddedBy, entry.AddedAt,
        details.Under18Reason, details.Offence, entry.Status, entry.Rejections);
}
