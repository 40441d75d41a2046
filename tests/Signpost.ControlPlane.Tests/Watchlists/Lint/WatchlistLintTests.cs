using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Watchlists;
using Signpost.ControlPlane.Watchlists.Lint;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Watchlists.Lint;

public sealed class SqliteWatchlistLintTests(SqliteServer server) : WatchlistLintTests(server);

public sealed class PostgresWatchlistLintTests(PostgresServer server) : WatchlistLintTests(server);

public abstract class WatchlistLintTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Lint_SoundList_FindsNothing()
    {
        await using var plane = await StartAsync();
        var (list, _) = await plane.WatchlistAsync();
        var report = (await plane.Watchlists.LintAsync(plane.Officer, list)).Ok();
        Assert.Empty(report.Findings);
        Assert.True(report.IsClear);
        (await plane.Watchlists.LintAsync(plane.Operator, list)).Refused("staff.forbidden");
        (await plane.Watchlists.LintAsync(plane.Author, Guid.NewGuid())).Refused("watchlist.not-found");
    }

    [Fact]
    public async Task Lint_TwinsAndLookAlikes_AreToldApartByTheCertificate()
    {
        await using var plane = await StartAsync();
        var list = await ListAsync(plane, "like anna 1 a", "like anna 0.8 b", "like anna 0.43 c", "other");
        var report = (await plane.Watchlists.LintAsync(plane.Author, list)).Ok();
        Assert.Equal((0.4f, 0.45f), (report.LookAlikesFrom, report.DuplicatesFrom));
        var entries = await ReferencesAsync(plane, list);
        var twins = Assert.Single(report.Findings, x => x.Kind == FindingKind.Duplicate);
        Assert.Equal((FindingSeverity.Warning, Remedy.RemoveOne), (twins.Severity, twins.Remedy));
        Assert.Equal(new[] { entries[0], entries[1] }.Order(StringComparer.Ordinal), twins.Id.Split(':')[1..]);
        Assert.Equal(0.8f, twins.Score!.Value, 0.01f);
        var alike = Assert.Single(report.Findings, x => x.Kind == FindingKind.LookAlikes);
        Assert.Equal(new[] { entries[0], entries[2] }.Order(StringComparer.Ordinal), alike.Id.Split(':')[1..]);
        Assert.Equal(2, report.Findings.Count);
    }

    [Fact]
    public async Task Draft_WithErrors_NamesEveryGapOfEveryEntryAtOnce()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        var list = await ListAsync(plane, "one", "two", "three", "poor four");
        var ids = await plane.QueryAsync(db => db.Entries.OrderBy(x => x.AddedAt).Select(x => x.Id).ToListAsync());
        await using (var db = await plane.DbAsync())
        {
            await db.Entries.Where(x => x.Id == ids[0]).ExecuteUpdateAsync(x => x.SetProperty(e => e.ExpiresAt, plane.Now.AddMinutes(-1)).SetProperty(e => e.PackDigest, new byte[32]));
            await db.Entries.Where(x => x.Id == ids[1]).ExecuteUpdateAsync(x => x.SetProperty(e => e.Category, Category.SuspectedOfNamedSeriousOffence).SetProperty(e => e.IsUnder18, true));
            await db.EntryImages.Where(x => x.EntryId == ids[2]).ExecuteDeleteAsync();
            await db.Entries.Where(x => x.Id == ids[2]).ExecuteUpdateAsync(x => x.SetProperty(e => e.Details, SealedValue.Of(new byte[40])));
        }

        var draft = plane.Draft(list, unit.Id) with { Categories = [Category.SeededVolunteer, Category.SuspectedOfNamedSeriousOffence] };
        var problem = (await plane.Deployments.DraftAsync(plane.Author, draft)).Refused("watchlist.gaps");
        var references = await ReferencesAsync(plane, list, ids);
        Assert.Equal(
            new[]
            {
                $"expired:{references[0]}", $"other-pack:{references[0]}", $"incomplete:{references[1]}", $"incomplete:{references[2]}",
            }.Order(StringComparer.Ordinal),
            problem.Facts.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("no named offence, no reason for listing somebody under 18", problem.Facts[$"incomplete:{references[1]}"], StringComparison.Ordinal);
        Assert.False((await plane.Watchlists.GetAsync(plane.Author, list)).Ok().IsFrozen);
        Assert.Equal(0, await plane.QueryAsync(db => db.Deployments.CountAsync()));
    }

    [Fact]
    public async Task Draft_WithWarnings_NeedsTheAuthorsAcknowledgementOfEachOnRecord()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        var list = await ListAsync(plane, "like anna 1 a", "like anna 0.8 b", "poor c");
        var problem = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("watchlist.not-acknowledged");
        Assert.Equal(2, problem.Facts.Count);
        var findings = (await plane.Watchlists.LintAsync(plane.Author, list)).Ok().Findings.Select(x => x.Id).ToList();
        (await plane.Watchlists.AcknowledgeAsync(plane.Officer, list, findings)).Refused("staff.forbidden");
        (await plane.Watchlists.AcknowledgeAsync(plane.Author, list, [.. findings, "duplicate:r-none"])).Refused("watchlist.no-such-warning");
        Assert.Single((await plane.Watchlists.AcknowledgeAsync(plane.Author, list, findings[..1])).Ok().Findings, x => x.Acknowledged);
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("watchlist.not-acknowledged");
        Assert.True((await plane.Watchlists.AcknowledgeAsync(plane.Author, list, findings)).Ok().IsClear);
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        Assert.Equal(2, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.FindingsAcknowledged && x.StaffId == plane.Author.Id)));
    }

    [Fact]
    public async Task Lint_ExpiringWithinTheWindow_IsAWarning()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        Assert.Empty((await plane.Watchlists.LintAsync(plane.Author, list, plane.Now.AddDays(1))).Ok().Findings);
        var finding = Assert.Single((await plane.Watchlists.LintAsync(plane.Author, list, plane.Now.AddDays(3))).Ok().Findings);
        Assert.Equal((FindingKind.Expiring, FindingSeverity.Warning, $"expiring:{entry.Reference}"), (finding.Kind, finding.Severity, finding.Id));
        plane.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal((FindingKind.Expired, FindingSeverity.Error), (await plane.Watchlists.LintAsync(plane.Author, list)).Ok().Findings.Select(x => (x.Kind, x.Severity)).Single());
    }

    [Fact]
    public async Task Reenrol_AfterThePackWasReplaced_MakesTheTemplateOfTheKeptPhotograph()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        var gate = (StandInGate)plane.Get<IPhotographGate>();
        gate.Pack = new byte[32];
        Assert.Equal((FindingKind.OtherPack, Remedy.Reenrol), (await plane.Watchlists.LintAsync(plane.Author, list)).Ok().Findings.Select(x => (x.Kind, x.Remedy)).Single());
        (await plane.Watchlists.ReenrolAsync(plane.Officer, entry.Id)).Refused("staff.forbidden");
        (await plane.Watchlists.ReenrolAsync(plane.Author, Guid.NewGuid())).Refused("entry.not-found");
        Assert.Equal(entry.DisplayName, (await plane.Watchlists.ReenrolAsync(plane.Author, entry.Id)).Ok().DisplayName);
        Assert.Empty((await plane.Watchlists.LintAsync(plane.Author, list)).Ok().Findings);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.EntryReenrolled)));
    }

    [Fact]
    public async Task Lint_EntryThatManyOfTheCohortMatch_IsALamb()
    {
        var templates = Enumerable.Range(0, 2000).Select(i => (ReadOnlyMemory<float>)StandInGate.Of($"cohort {i}")).ToList();
        var near = StandInGate.Of("anna");
        for (var i = 0; i < 12; i++) templates[i * 7] = near;
        var cohort = CohortFile.Read(CohortFile.Write(StandInGate.Digest, 512, templates), out _)!;
        await using var plane = await StartAsync(cohort: cohort);
        var list = await ListAsync(plane, "like anna 0.6 a", "harmless");
        var report = (await plane.Watchlists.LintAsync(plane.Author, list)).Ok();
        Assert.Equal(2000, report.Cohort);
        var lamb = Assert.Single(report.Findings);
        Assert.Equal((FindingKind.Lamb, FindingSeverity.Warning), (lamb.Kind, lamb.Severity));
        Assert.Contains("matches 12 of the cohort's 2000", lamb.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_WithoutACertificate_StillLooksAtFacts()
    {
        await using var plane = await StartAsync(certificate: new Refusal(RefusalReason.Malformed, "There is none."));
        var list = await ListAsync(plane, "like anna 1 a", "like anna 0.8 b", "poor c");
        var report = (await plane.Watchlists.LintAsync(plane.Author, list)).Ok();
        Assert.Null(report.LookAlikesFrom);
        Assert.Equal(FindingKind.PoorQuality, Assert.Single(report.Findings).Kind);
    }

    private static async Task<Guid> ListAsync(TestPlane plane, params string[] photographs)
    {
        var list = (await plane.Watchlists.CreateAsync(plane.Author, new("Volunteers"))).Ok();
        foreach (var (photo, i) in photographs.Select((x, i) => (x, i)))
            (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry($"Volunteer {i}"), System.Text.Encoding.Latin1.GetBytes(photo))).Ok();
        return list.Id;
    }

    private static async Task<List<string>> ReferencesAsync(TestPlane plane, Guid list, List<Guid>? order = null)
    {
        var rows = await plane.QueryAsync(db => db.Entries.Where(x => x.WatchlistId == list).Select(x => new { x.Id, x.Reference, x.AddedAt }).ToListAsync());
        return order is null ? rows.OrderBy(x => x.AddedAt).Select(x => x.Reference).ToList() : order.ConvertAll(id => rows.Single(x => x.Id == id).Reference);
    }
}
