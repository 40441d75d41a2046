using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Watchlists;

internal sealed class WatchlistService(Transactions transactions, IPhotographGate gate, TimeProvider time) : IWatchlistService
{
    public static readonly Problem NotFound = Problem.NotFound("watchlist.not-found", "There is no such watchlist.");
    private static readonly Problem EntryNotFound = Problem.NotFound("entry.not-found", "There is no such entry.");
    private static readonly Problem Frozen = Problem.Conflict("watchlist.frozen", "An order was drafted from this watchlist; it changes no more. Make a new one.");

    public async Task<Outcome<WatchlistView>> CreateAsync(StaffMember actor, NewWatchlist watchlist, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        if (Check.Line("watchlist.name", "The name", watchlist.Name, EntryRules.LongestListName) is { } wrong) return wrong;
        return await transactions.StaffAsync<WatchlistView>(
            actor,
            work =>
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
                work.Record(AuditActions.WatchlistCreated, [AuditSubject.Watchlist(made.Id)], personal: [AuditDigest.Field(made.Name)]);
                return Task.FromResult<Outcome<WatchlistView>>(new WatchlistView(made.Id, made.Name, made.CreatedBy, made.CreatedAt, 0, null, null));
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
        if (!await db.Watchlists.AnyAsync(x => x.Id == watchlistId, cancel)) return NotFound;
        var rows = await db.Entries.AsNoTracking().Where(x => x.WatchlistId == watchlistId).ToListAsync(cancel);
        rows.Sort((a, b) => a.AddedAt.CompareTo(b.AddedAt));
        return Outcome.Of<IReadOnlyList<EntryView>>(rows.ConvertAll(View));
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

    public async Task<Outcome<EntryView>> RemoveEntryAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author) is { } forbidden) return forbidden;
        return await transactions.StaffAsync<EntryView>(
            actor,
            async work =>
            {
                var entry = await work.Db.Entries.SingleOrDefaultAsync(x => x.Id == entryId, cancel);
                if (entry is null) return EntryNotFound;
                var list = await work.Db.Watchlists.SingleAsync(x => x.Id == entry.WatchlistId, cancel);
                if (list.FrozenAt is not null) return Frozen;
                list.Revision++;
                work.Db.Entries.Remove(entry);
                work.Record(AuditActions.EntryRemoved, [AuditSubject.Entry(entryId), AuditSubject.Watchlist(list.Id)], [("reference", entry.Reference)]);
                return View(entry);
            },
            cancel);
    }

    public async Task<Outcome<Picture>> PictureAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default)
    {
        if (MayRead(actor) is { } forbidden) return forbidden;
        return await transactions.StaffAsync<Picture>(
            actor,
            async work =>
            {
                var crop = await work.Db.EntryImages.Where(x => x.EntryId == entryId).Select(x => x.Crop).SingleOrDefaultAsync(cancel);
                if (crop is null) return EntryNotFound;
                work.Record(AuditActions.EntrySeen, [AuditSubject.Entry(entryId)]);
                return new Picture(crop, "image/jpeg");
            },
            cancel);
    }

    private async Task<Outcome<EntryView>> AddAsync(
        Work work, StaffMember actor, Guid watchlistId, NewEntry entry, ReadOnlyMemory<byte> photo, Enrolled enrolled, CancellationToken cancel)
    {
        var list = await work.Db.Watchlists.SingleOrDefaultAsync(x => x.Id == watchlistId, cancel);
        if (list is null) return NotFound;
        if (list.FrozenAt is not null) return Frozen;
        list.Revision++;
        var id = Guid.CreateVersion7(work.Now);
        var bytes = photo.ToArray();
        var added = new WatchlistEntry
        {
            Id = id,
            WatchlistId = watchlistId,
            DisplayName = entry.DisplayName.Trim(),
            Reference = EntryRules.NewReference(),
            Category = entry.Category,
            Reason = entry.Reason.Trim(),
            Under18Reason = entry.Under18Reason?.Trim(),
            ImageSource = entry.ImageSource.Trim(),
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
            Image = new EntryImage { EntryId = id, Photo = bytes, Crop = enrolled.Crop, Template = enrolled.Template },
        };
        work.Db.Entries.Add(added);
        work.Record(
            AuditActions.EntryAdded,
            [AuditSubject.Entry(id), AuditSubject.Watchlist(watchlistId)],
            [("reference", added.Reference), ("category", added.Category.ToString()), ("expiresAt", added.ExpiresAt.ToString("O"))],
            [AuditDigest.Field(added.DisplayName), AuditDigest.Field(added.Reason), AuditDigest.Field(added.ImageSource), SHA256.HashData(bytes)]);
        return View(added);
    }

    private async Task<List<WatchlistView>> QueryAsync(Func<IQueryable<Watchlist>, IQueryable<Watchlist>> which, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var rows = await which(db.Watchlists.AsNoTracking())
            .Select(list => new
            {
                List = list,
                Entries = db.Entries.Count(x => x.WatchlistId == list.Id),
                Expiry = db.Entries.Where(x => x.WatchlistId == list.Id).Min(x => (DateTimeOffset?)x.ExpiresAt),
            })
            .ToListAsync(cancel);
        rows.Sort((a, b) => b.List.CreatedAt.CompareTo(a.List.CreatedAt));
        return rows.ConvertAll(row =>
            new WatchlistView(row.List.Id, row.List.Name, row.List.CreatedBy, row.List.CreatedAt, row.Entries, row.List.FrozenAt, row.Expiry));
    }

    private static Problem? MayRead(StaffMember actor) => actor.Require(StaffRole.Author, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer);

    private static EntryView View(WatchlistEntry entry) => new(
        entry.Id, entry.WatchlistId, entry.DisplayName, entry.Reference, entry.Category, entry.Reason, entry.ImageSource, entry.ImageDate, entry.LegalBasis, entry.ExpiresAt,
        new PhotoFacts(entry.PhotoWidth, entry.PhotoHeight, entry.FaceWidth, entry.InterEyeDistance, entry.Sharpness, entry.Quality), entry.AddedBy, entry.AddedAt, entry.Under18Reason);
}
