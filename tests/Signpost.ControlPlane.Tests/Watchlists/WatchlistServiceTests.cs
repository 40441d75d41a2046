using System.Text;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Tests.Watchlists;

public sealed class SqliteWatchlistServiceTests(SqliteServer server) : WatchlistServiceTests(server);

public sealed class PostgresWatchlistServiceTests(PostgresServer server) : WatchlistServiceTests(server);

public abstract class WatchlistServiceTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task AddEntry_GoodPhotograph_GetsAPseudonymAndATemplate()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        Assert.Matches("^r-[a-z2-9]{5}-[a-z2-9]{5}$", entry.Reference);
        Assert.Equal(entry, Assert.Single((await plane.Watchlists.EntriesAsync(plane.Officer, list)).Ok()) with { AddedAt = entry.AddedAt, ExpiresAt = entry.ExpiresAt });
        Assert.Equal(2048 + 29, (await plane.QueryAsync(db => db.EntryImages.SingleAsync())).Template.Bytes.Length);
        Assert.Equal(1, (await plane.Watchlists.GetAsync(plane.Author, list)).Ok().Entries);
    }

    [Fact]
    public async Task AddEntry_PhotographRefused_LeavesNothing()
    {
        await using var plane = await StartAsync();
        var list = (await plane.Watchlists.CreateAsync(plane.Author, new NewWatchlist("Volunteers"))).Ok();
        var problem = (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry("One"), "no face"u8.ToArray())).Refused("photo.no-face");
        Assert.Equal(ProblemKind.Unprocessable, problem.Kind);
        Assert.Equal(0, await plane.QueryAsync(db => db.Entries.CountAsync()));
        Assert.False(await plane.QueryAsync(db => db.Audit.AnyAsync(x => x.Action == AuditActions.EntryAdded)));
    }

    [Fact]
    public async Task AddEntry_FieldsOutOfRange_AreRefusedByName()
    {
        await using var plane = await StartAsync();
        var list = (await plane.Watchlists.CreateAsync(plane.Author, new NewWatchlist("Volunteers"))).Ok();
        var good = plane.Entry("One");
        (NewEntry Entry, string Code)[] cases =
        [
            (good with { DisplayName = " " }, "entry.display-name"),
            (good with { DisplayName = new string('x', 201) }, "entry.display-name"),
            (good with { DisplayName = "two\nlines" }, "entry.display-name"),
            (good with { DisplayName = "half \ud800 a pair" }, "entry.display-name"),
            (good with { Category = Category.Unspecified }, "entry.category"),
            (good with { Category = (Category)77 }, "entry.category"),
            (good with { Reason = "" }, "entry.reason"),
            (good with { Under18Reason = "" }, "entry.under-18-reason"),
            (good with { Category = Category.SuspectedOfNamedSeriousOffence }, "entry.offence"),
            (good with { Category = Category.SuspectedOfNamedSeriousOffence, Offence = " " }, "entry.offence"),
            (good with { Offence = "Robbery" }, "entry.offence"),
            (good with { ImageSource = "" }, "entry.image-source"),
            (good with { LegalBasis = 0 }, "entry.legal-basis"),
            (good with { ImageDate = DateOnly.FromDateTime(plane.Now.UtcDateTime.AddDays(3)) }, "entry.image-date"),
            (good with { ExpiresAt = plane.Now.AddSeconds(-1) }, "entry.expires-at"),
            (good with { ExpiresAt = plane.Now.AddDays(400) }, "entry.expires-at"),
        ];
        foreach (var (entry, code) in cases) (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, entry, "x"u8.ToArray())).Refused(code);
        (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, good, default)).Refused("photo.missing");
        (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, good, new byte[(16 << 20) + 1])).Refused("photo.too-large");
        (await plane.Watchlists.AddEntryAsync(plane.Author, Guid.NewGuid(), good, "x"u8.ToArray())).Refused("watchlist.not-found");
    }

    [Fact]
    public async Task Watchlist_OnceAnOrderIsDrafted_IsFrozen()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        var (list, entry) = await plane.WatchlistAsync();
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        Assert.True((await plane.Watchlists.GetAsync(plane.Author, list)).Ok().IsFrozen);
        (await plane.Watchlists.AddEntryAsync(plane.Author, list, plane.Entry("Two"), "x"u8.ToArray())).Refused("watchlist.frozen");
        (await plane.Watchlists.RemoveEntryAsync(plane.Author, entry.Id)).Refused("watchlist.frozen");
    }

    [Fact]
    public async Task RemoveEntry_FromAnOpenList_DeletesPhotographAndTemplate()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        (await plane.Watchlists.RemoveEntryAsync(plane.Author, entry.Id)).Ok();
        Assert.Equal(0, await plane.QueryAsync(db => db.EntryImages.CountAsync()));
        Assert.Empty((await plane.Watchlists.EntriesAsync(plane.Author, list)).Ok());
        (await plane.Watchlists.RemoveEntryAsync(plane.Author, entry.Id)).Refused("entry.not-found");
    }

    [Fact]
    public async Task Freeze_WhileEntriesAreAdded_NeverLetsOneSlipIn()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        var adding = Enumerable.Range(0, 10).Select(i => plane.Watchlists.AddEntryAsync(plane.Author, list, plane.Entry($"More {i}"), Encoding.UTF8.GetBytes($"photograph {i}"))).ToList();
        var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        await Task.WhenAll(adding);
        Assert.Equal(drafted.Entries, await plane.QueryAsync(db => db.Entries.CountAsync(x => x.WatchlistId == list)));
    }

    [Fact]
    public async Task Pictures_OnlyThoseWhoNeedThem_AndOnRecord()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        foreach (var actor in new[] { plane.Administrator, plane.Auditor, plane.Engineer, plane.Operator })
        {
            (await plane.Watchlists.PictureAsync(actor, entry.Id)).Refused("staff.forbidden");
            (await plane.Watchlists.EntriesAsync(actor, list)).Refused("staff.forbidden");
            (await plane.Watchlists.ListAsync(actor)).Refused("staff.forbidden");
            (await plane.Watchlists.CreateAsync(actor, new NewWatchlist("Mine"))).Refused("staff.forbidden");
        }

        Assert.Equal("image/jpeg", (await plane.Watchlists.PictureAsync(plane.Officer, entry.Id)).Ok().ContentType);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.EntrySeen && x.StaffId == plane.Officer.Id)));
    }
}
