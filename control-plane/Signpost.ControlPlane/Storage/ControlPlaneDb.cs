using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Alerts.Ingest;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Storage;

/// <summary>
/// The one model, over SQLite and PostgreSQL. Saving refuses a change of an audited row that no new audit row of the same save names, and any change
/// of an audit row: the record cannot be forgotten by whoever writes the next feature.
/// </summary>
public sealed class ControlPlaneDb(DbContextOptions<ControlPlaneDb> options) : IdentityUserContext<StaffAccount, Guid>(options)
{
    internal DbSet<AuditRow> Audit => Set<AuditRow>();

    internal DbSet<StaffSession> Sessions => Set<StaffSession>();

    internal DbSet<Watchlist> Watchlists => Set<Watchlist>();

    internal DbSet<WatchlistEntry> Entries => Set<WatchlistEntry>();

    internal DbSet<EntryImage> EntryImages => Set<EntryImage>();

    internal DbSet<EntrySuspension> Suspensions => Set<EntrySuspension>();

    internal DbSet<AcknowledgedFinding> Acknowledged => Set<AcknowledgedFinding>();

    internal DbSet<MasterKeyRow> MasterKeys => Set<MasterKeyRow>();

    internal DbSet<DataKeyRow> DataKeys => Set<DataKeyRow>();

    internal DbSet<Deployment> Deployments => Set<Deployment>();

    internal DbSet<DeploymentUnit> DeploymentUnits => Set<DeploymentUnit>();

    internal DbSet<DeploymentBundle> Bundles => Set<DeploymentBundle>();

    internal DbSet<ListDelivery> Deliveries => Set<ListDelivery>();

    internal DbSet<DeploymentSecret> Secrets => Set<DeploymentSecret>();

    internal DbSet<InstalledRoster> Rosters => Set<InstalledRoster>();

    internal DbSet<Unit> Units => Set<Unit>();

    internal DbSet<UnitAssignment> Assignments => Set<UnitAssignment>();

    internal DbSet<UnitHealth> Health => Set<UnitHealth>();

    internal DbSet<ScoreReport> Scores => Set<ScoreReport>();

    internal DbSet<UnitEnrolment> Enrolments => Set<UnitEnrolment>();

    internal DbSet<ClaimToken> ClaimTokens => Set<ClaimToken>();

    internal DbSet<Alert> Alerts => Set<Alert>();

    internal DbSet<AlertProbe> Probes => Set<AlertProbe>();

    internal DbSet<AlertDecisionRow> Decisions => Set<AlertDecisionRow>();

    internal DbSet<AlertSighting> Sightings => Set<AlertSighting>();

    internal DbSet<IngestedMessage> Messages => Set<IngestedMessage>();

    internal DbSet<OutboxWatermark> Watermarks => Set<OutboxWatermark>();

    internal DbSet<UnaddressedRefusal> UnaddressedRefusals => Set<UnaddressedRefusal>();

    internal bool IsSqlite => Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) == true;

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        AuditGate.Check(ChangeTracker);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        AuditGate.Check(ChangeTracker);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<SealedValue>().HaveConversion<SealedValue.Converter>();
        // SQLite has no date type: UTC ticks compare and sort. PostgreSQL takes only UTC.
        if (IsSqlite)
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        else
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        StorageModel.Configure(builder);
    }
}
