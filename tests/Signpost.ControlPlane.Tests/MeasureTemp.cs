using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Watchlists;
using Signpost.ControlPlane.Watchlists.Lint;

namespace Signpost.ControlPlane.Tests;

public sealed class MeasureTemp(SqliteServer server, ITestOutputHelper output) : StorageSuite(server)
{
    [Fact]
    public async Task Measure()
    {
        var random = new Random(1);
        var photo = new byte[100_000];
        random.NextBytes(photo);
        await using var plane = await StartAsync();
        foreach (var n in new[] { 1000, 10_000 })
        {
            var list = (await plane.Watchlists.CreateAsync(plane.Author, new("x"))).Ok().Id;
            await InsertAsync(plane, list, n, [1, 2, 3], seal: true);
            var watch = Stopwatch.StartNew();
            var report = (await plane.Watchlists.LintAsync(plane.Author, list)).Ok();
            output.WriteLine($"lint {n}: {watch.ElapsedMilliseconds} ms, {report.Findings.Count} findings");
            watch.Restart();
            await plane.Watchlists.LintAsync(plane.Author, list);
            output.WriteLine($"lint {n} again: {watch.ElapsedMilliseconds} ms");
        }

        var timed = (await plane.Watchlists.CreateAsync(plane.Author, new("x"))).Ok().Id;
        foreach (var round in new[] { 0, 1, 2 })
        {
            foreach (var seal in new[] { false, true })
            {
                var watch = Stopwatch.StartNew();
                for (var i = 0; i < 200; i++) await InsertAsync(plane, timed, 1, photo, seal);
                output.WriteLine($"save, sealed {seal}: {watch.Elapsed.TotalMilliseconds / 200:0.000} ms");
            }
        }

        await using var db = await plane.DbAsync();
        using var open = plane.Get<DataKeys>().Open(db);
        var key = await open.OfAsync(timed, default);
        var one = await db.Entries.AsNoTracking().Include(x => x.Image).Where(x => x.WatchlistId == timed).OrderByDescending(x => x.AddedAt).FirstAsync();
        foreach (var round in new[] { 0, 1, 2 })
        {
            foreach (var seal in new[] { false, true })
            {
                var watch = Stopwatch.StartNew();
                for (var i = 0; i < 300; i++)
                {
                    var row = await db.Entries.AsNoTracking().Include(x => x.Image).SingleAsync(x => x.Id == one.Id);
                    if (!seal) continue;
                    EntryDetails.Open(key, row.Id, row.Details);
                    key.Open(EntryCells.Photo(row.Id), row.Image!.Photo);
                    key.Open(EntryCells.Crop(row.Id), row.Image.Crop);
                    key.Open(EntryCells.Template(row.Id), row.Image.Template);
                }

                output.WriteLine($"open, sealed {seal}: {watch.Elapsed.TotalMilliseconds / 300:0.000} ms");
            }
        }
    }

    private static async Task InsertAsync(TestPlane plane, Guid list, int count, byte[] photo, bool seal)
    {
        (await plane.Get<Transactions>().StaffAsync<bool>(plane.Author, async work =>
        {
            using var open = plane.Get<DataKeys>().Open(work.Db);
            var key = await open.OfAsync(list, default);
            List<AuditSubject> subjects = [];
            for (var i = 0; i < count; i++)
            {
                var id = Guid.CreateVersion7();
                var template = MemoryMarshal.AsBytes(StandInGate.Of(id.ToString()).AsSpan()).ToArray();
                var crop = photo.AsSpan(0, Math.Min(photo.Length, 20_000)).ToArray();
                var details = new EntryDetails("Name", "Reason", null, null, "Source");
                work.Db.Entries.Add(new WatchlistEntry
                {
                    Id = id, WatchlistId = list, Details = details.Seal(key, id), Reference = EntryRules.NewReference(), Category = Contracts.V1.Category.SeededVolunteer, IsUnder18 = false,
                    ImageDate = new(2026, 1, 1), LegalBasis = Contracts.V1.LegalGround.ConsentOfVolunteer, ExpiresAt = plane.Now.AddDays(9), PhotoWidth = 1, PhotoHeight = 1, FaceWidth = 200,
                    InterEyeDistance = 80, Sharpness = 60, Quality = 70, PackDigest = StandInGate.Digest, AddedBy = "a", AddedAt = plane.Now,
                    Image = new EntryImage
                    {
                        EntryId = id,
                        Photo = seal ? key.Seal(EntryCells.Photo(id), photo) : SealedValue.Of(photo),
                        Crop = seal ? key.Seal(EntryCells.Crop(id), crop) : SealedValue.Of(crop),
                        Template = seal ? key.Seal(EntryCells.Template(id), template) : SealedValue.Of(template),
                    },
                });
                subjects.Add(AuditSubject.Entry(id));
            }

            work.Record("x", [.. subjects]);
            return true;
        }, default)).Ok();
    }
}
