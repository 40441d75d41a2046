using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Alerts.Ingest;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Hosting;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Factors;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Staff.SignIn;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Units.Enrolment;
using Signpost.ControlPlane.Watchlists;
using Signpost.ControlPlane.Watchlists.Lint;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A control plane without its listeners: all services on a database of its own, staff signed in, a roster installed.</summary>
internal sealed class TestPlane : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly DirectoryInfo folder;

    private TestPlane(ServiceProvider services, DirectoryInfo folder, string database, ShiftableTime time, FaultyStorage storage)
    {
        this.services = services;
        this.folder = folder;
        Database = database;
        Time = time;
        Storage = storage;
    }

    public ShiftableTime Time { get; }

    public FaultyStorage Storage { get; }

    /// <summary>Connection string.</summary>
    public string Database { get; }

    /// <summary>Where the masters are, unless a test brings a store of its own.</summary>
    public string KeyFile => Path.Combine(folder.FullName, "masters.json");

    public TestForce Force { get; } = new();

    public StaffMember Author { get; private set; } = null!;

    public StaffMember Officer { get; private set; } = null!;

    public StaffMember Senior { get; private set; } = null!;

    public StaffMember Operator { get; private set; } = null!;

    public StaffMember Engineer { get; private set; } = null!;

    public StaffMember Auditor { get; private set; } = null!;

    public StaffMember Administrator { get; private set; } = null!;

    public DateTimeOffset Now => Time.GetUtcNow();

    public const string Password = "correct horse battery";

    /// <param name="certificate">What stands beside the pack; without it, a sound certificate of the stand-in pack.</param>
    public static async Task<TestPlane> StartAsync(
        IDatabaseServer server, bool demonstration = true, bool roster = true, Result<PackCertificate>? certificate = null, CohortFile? cohort = null,
        Func<TimeProvider, IKeyStore>? keyStore = null)
    {
        var folder = Directory.CreateTempSubdirectory("signpost-plane-");
        var time = new ShiftableTime();
        var storage = new FaultyStorage(server.Provider);
        var authority = IssuingAuthority.CreateOrLoad(Path.Combine(folder.FullName, "pki"), "test", time);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(time);
        var keyFile = Path.Combine(folder.FullName, "masters.json");
        collection.AddSingleton(_ => keyStore?.Invoke(time) ?? FileKeyStore.Open(keyFile, time));
        collection.AddSingleton(new Cohort(cohort));
        collection.AddSingleton(_ => authority);
        collection.AddSingleton(new EnrolmentOptions("localhost", 1, 3, "localhost", 2, demonstration));
        collection.AddSingleton<IPhotographGate, StandInGate>();
        collection.AddSingleton(new PackCertification(certificate ?? TestCertificate.Of(StandInGate.Digest)));
        collection.AddSingleton<ExpiryWatcher>();
        var database = await server.NewDatabaseAsync();
        collection.AddStorage(storage, database);
        collection.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        collection.AddFeatures(new DeploymentOptions(TestForce.Name, RosterRoot: null), new StaffOptions(new Uri("http://localhost:8080"), PasswordAlone: demonstration));
        var plane = new TestPlane(collection.BuildServiceProvider(), folder, database, time, storage);
        await plane.HireAsync();
        if (roster) (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now), plane.Force.RootPublicKey)).Ok();
        return plane;
    }

    public IStaffService Staff => services.GetRequiredService<IStaffService>();

    public ISignInService SignIn => services.GetRequiredService<ISignInService>();

    public IFactorService Factors => services.GetRequiredService<IFactorService>();

    public ISessionService Sessions => services.GetRequiredService<ISessionService>();

    public IWatchlistService Watchlists => services.GetRequiredService<IWatchlistService>();

    public IDeploymentService Deployments => services.GetRequiredService<IDeploymentService>();

    public IRosterService Rosters => services.GetRequiredService<IRosterService>();

    public IUnitService Units => services.GetRequiredService<IUnitService>();

    public IEnrolmentQueue Enrolments => services.GetRequiredService<IEnrolmentQueue>();

    public async Task<EnrolmentView> WaitingAsync(string unitId) => (await Enrolments.WaitingAsync(Administrator)).Ok().Single(x => x.UnitId == unitId);

    public IAlertService Alerts => services.GetRequiredService<IAlertService>();

    public MatchIngest Ingest => services.GetRequiredService<MatchIngest>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task<ControlPlaneDb> DbAsync() => services.GetRequiredService<IDbContextFactory<ControlPlaneDb>>().CreateDbContextAsync();

    public async Task<T> QueryAsync<T>(Func<ControlPlaneDb, Task<T>> query)
    {
        await using var db = await DbAsync();
        return await query(db);
    }

    public async Task<TestUnit> EnrolAsync()
    {
        var unit = new TestUnit();
        var token = (await Units.CreateClaimTokenAsync(Engineer, "North gate")).Ok();
        unit.Id = (await Get<Enroller>().EnrolAsync(unit.EnrolRequest(token.Token, simulated: true), CancellationToken.None)).Ok().Id;
        (await Enrolments.ApproveAsync(Administrator, (await WaitingAsync(unit.Id)).Id)).Ok();
        await Get<UnitStandings>().TakeAsync(unit.Id, Standing(unit.Id), CancellationToken.None);
        return unit;
    }

    /// <summary>Inside the place of <see cref="Draft"/>.</summary>
    public static Standing Standing(string unit) => new() { Position = new GeoPoint { Latitude = 51.5009, Longitude = -0.12385 }, Cameras = { $"simulated:{unit}" } };

    public async Task<(Guid Watchlist, EntryView Entry)> WatchlistAsync()
    {
        var list = (await Watchlists.CreateAsync(Author, new NewWatchlist("Volunteers"))).Ok();
        return (list.Id, await AddEntryAsync(list.Id, "Volunteer One"));
    }

    public async Task<EntryView> AddEntryAsync(Guid list, string name, string photo = "a photograph") =>
        (await Watchlists.AddEntryAsync(Author, list, Entry(name), System.Text.Encoding.UTF8.GetBytes(photo + name))).Ok();

    public NewEntry Entry(string name) => new(
        name, Category.SeededVolunteer, "Takes part in a field test.", "Consent form", DateOnly.FromDateTime(Now.UtcDateTime), LegalGround.ConsentOfVolunteer, Now.AddDays(2));

    public NewDeployment Draft(Guid watchlist, params string[] units) => new(
        watchlist, Purpose.ProtectNamedEvent, LegalGround.ConsentOfVolunteer, "Market square", [new(51.5007, -0.1246), new(51.5007, -0.1236), new(51.5013, -0.1236)],
        Now.AddMinutes(-1), Now.AddHours(8), [Category.SeededVolunteer], 0.45f, 0.4f, FalseAlertCeiling.OneInSixThousand, units,
        "case-1", Now.AddDays(-30), Now.AddDays(-1), "consultation-1", "assessment-1", [new("sign-1", 51.5008, -0.1238)], 24);

    /// <summary>Acknowledges whatever warnings there are.</summary>
    public async Task AcknowledgeAsync(Guid list)
    {
        var until = Now.AddDays(1);
        var warnings = (await Watchlists.LintAsync(Author, list, until)).Ok().Findings.Where(x => x.Severity == FindingSeverity.Warning).Select(x => x.Id).ToList();
        (await Watchlists.AcknowledgeAsync(Author, list, warnings, until)).Ok();
    }

    public async Task<DeploymentView> DraftedAsync(params string[] units)
    {
        var (list, _) = await WatchlistAsync();
        return (await Deployments.DraftAsync(Author, Draft(list, units))).Ok();
    }

    public async Task<DeploymentView> AuthoriseAsync(Guid deployment)
    {
        await SignAsync(Author, deployment, TestForce.AuthorId, Force.AuthorKey);
        return (await SignAsync(Officer, deployment, TestForce.AuthoriserId, Force.AuthoriserKey)).Ok();
    }

    public async Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deployment, string officerId, System.Security.Cryptography.ECDsa key)
    {
        var request = (await Deployments.SigningRequestAsync(actor, deployment)).Ok();
        return await Deployments.SignAsync(actor, deployment, TestForce.Sign(request, officerId, key));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Force.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task HireAsync()
    {
        object[] accounts =
        [
            new { userName = "author", password = Password, role = "author", officerId = TestForce.AuthorId },
            new { userName = "officer", password = Password, role = "authorising-officer", officerId = TestForce.AuthoriserId },
            new { userName = "senior", password = Password, role = "senior-authorising-officer", officerId = TestForce.SeniorId },
            new { userName = "operator", password = Password, role = "operator" },
            new { userName = "engineer", password = Password, role = "field-engineer" },
            new { userName = "auditor", password = Password, role = "auditor" },
            new { userName = "administrator", password = Password, role = "administrator" },
        ];
        var file = Path.Combine(folder.FullName, "staff.json");
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(accounts), AtomicFile.OwnerOnly);
        (await Get<InitialStaff>().ReadAsync(file, CancellationToken.None)).Ok();
        var members = await QueryAsync(db => db.Users.ToListAsync());
        StaffMember Member(StaffRole role)
        {
            var account = members.Single(x => x.Role == role);
            return new StaffMember(account.Id, account.UserName!, role, account.OfficerId);
        }

        Author = Member(StaffRole.Author);
        Officer = Member(StaffRole.AuthorisingOfficer);
        Senior = Member(StaffRole.SeniorAuthorisingOfficer);
        Operator = Member(StaffRole.Operator);
        Engineer = Member(StaffRole.FieldEngineer);
        Auditor = Member(StaffRole.Auditor);
        Administrator = Member(StaffRole.Administrator);
    }
}
