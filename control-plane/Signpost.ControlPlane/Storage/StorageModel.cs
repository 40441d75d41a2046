using Microsoft.AspNetCore.Identity;
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

/// <summary>Tables, keys and indexes, the same for both providers.</summary>
internal static class StorageModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<StaffAccount>(staff =>
        {
            staff.ToTable("Staff");
            staff.Property(x => x.OfficerId).HasMaxLength(64);
            staff.HasIndex(x => x.OfficerId).IsUnique();
            staff.HasMany<IdentityUserPasskey<Guid>>().WithOne().HasForeignKey(x => x.UserId).IsRequired();
        });
        model.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("StaffPasskeys").HasKey(x => x.CredentialId);
            // WebAuthn, section 4: at most 1,023 bytes.
            passkey.Property(x => x.CredentialId).HasMaxLength(1023);
            passkey.OwnsOne(x => x.Data).ToJson();
        });
        model.Entity<IdentityUserClaim<Guid>>().ToTable("StaffClaims");
        model.Entity<IdentityUserLogin<Guid>>().ToTable("StaffLogins");
        model.Entity<IdentityUserToken<Guid>>().ToTable("StaffTokens");
        model.Entity<StaffSession>(session =>
        {
            session.ToTable("StaffSessions");
            session.Property(x => x.Id).ValueGeneratedNever();
            session.Property(x => x.Method).HasMaxLength(64);
            session.Property(x => x.Client).HasMaxLength(64);
            session.HasIndex(x => x.StaffId);
            session.HasOne<StaffAccount>().WithMany().HasForeignKey(x => x.StaffId).OnDelete(DeleteBehavior.Restrict);
        });
        Records(model);
        Keys(model);
        Watchlists(model);
        Deployments(model);
        Units(model);
        Alerts(model);
        Ingest(model);
    }

    private static void Records(ModelBuilder model) => model.Entity<AuditRow>(audit =>
    {
        audit.ToTable("AuditRecords");
        audit.Property(x => x.Actor).HasMaxLength(300);
        audit.Property(x => x.Action).HasMaxLength(64);
    });

    private static void Keys(ModelBuilder model)
    {
        model.Entity<MasterKeyRow>(master =>
        {
            master.ToTable("MasterKeys");
            master.Property(x => x.Id).ValueGeneratedNever();
        });
        model.Entity<DataKeyRow>(key =>
        {
            key.ToTable("DataKeys");
            key.Property(x => x.Id).ValueGeneratedNever();
            // Holds a master's row while a key is wrapped under it: rotation and the making of a list cannot pass each other.
            key.HasOne<MasterKeyRow>().WithMany().HasForeignKey(x => x.MasterId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Watchlists(ModelBuilder model)
    {
        model.Entity<Watchlist>(list =>
        {
            list.ToTable("Watchlists");
            list.Property(x => x.Id).ValueGeneratedNever();
            list.Property(x => x.Name).HasMaxLength(120);
            list.Property(x => x.Revision).IsConcurrencyToken();
        });
        model.Entity<WatchlistEntry>(entry =>
        {
            entry.ToTable("WatchlistEntries");
            entry.Property(x => x.Id).ValueGeneratedNever();
            entry.Property(x => x.Reference).HasMaxLength(32);
            entry.HasIndex(x => x.Reference).IsUnique();
            entry.HasIndex(x => x.WatchlistId);
            entry.HasOne<Watchlist>().WithMany().HasForeignKey(x => x.WatchlistId).OnDelete(DeleteBehavior.Restrict);
            entry.HasOne(x => x.Image).WithOne().HasForeignKey<EntryImage>(x => x.EntryId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<EntryImage>(image => image.ToTable("EntryImages").HasKey(x => x.EntryId));
        model.Entity<EntrySuspension>(suspension =>
        {
            suspension.ToTable("EntrySuspensions");
            suspension.Property(x => x.Id).ValueGeneratedNever();
            suspension.Property(x => x.By).HasMaxLength(64);
            suspension.Property(x => x.DecidedBy).HasMaxLength(64);
            suspension.HasOne<WatchlistEntry>().WithMany().HasForeignKey(x => x.EntryId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AcknowledgedFinding>(finding =>
        {
            finding.ToTable("AcknowledgedFindings").HasKey(x => new { x.WatchlistId, x.FindingId });
            finding.Property(x => x.FindingId).HasMaxLength(120);
            finding.Property(x => x.By).HasMaxLength(64);
            finding.HasOne<Watchlist>().WithMany().HasForeignKey(x => x.WatchlistId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void Deployments(ModelBuilder model)
    {
        model.Entity<Deployment>(order =>
        {
            order.ToTable("Deployments");
            order.Property(x => x.Id).ValueGeneratedNever();
            order.Property(x => x.PlaceName).HasMaxLength(200);
            order.Property(x => x.EvidenceReference).HasMaxLength(200);
            order.Property(x => x.EndReason).HasMaxLength(500);
            order.Property(x => x.Revision).IsConcurrencyToken();
            order.HasIndex(x => x.BundleId).IsUnique();
            order.HasIndex(x => new { x.State, x.NotAfter });
            order.HasOne<Watchlist>().WithMany().HasForeignKey(x => x.WatchlistId).OnDelete(DeleteBehavior.Restrict);
            order.HasMany(x => x.Units).WithOne().HasForeignKey(x => x.DeploymentId);
            order.HasMany(x => x.Signatures).WithOne().HasForeignKey(x => x.DeploymentId);
        });
        model.Entity<DeploymentUnit>(unit =>
        {
            unit.ToTable("DeploymentUnits").HasKey(x => new { x.DeploymentId, x.UnitId });
            unit.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<DeploymentSignature>(signature =>
        {
            signature.ToTable("DeploymentSignatures").HasKey(x => new { x.DeploymentId, x.OfficerId });
            // One person signs once, whatever keys they hold.
            signature.HasIndex(x => new { x.DeploymentId, x.StaffId }).IsUnique();
        });
        model.Entity<DeploymentBundle>(bundle =>
        {
            bundle.ToTable("Bundles").HasKey(x => x.BundleId);
            bundle.Property(x => x.BundleId).ValueGeneratedNever();
            bundle.HasOne<Deployment>().WithOne().HasForeignKey<DeploymentBundle>(x => x.DeploymentId);
        });
        model.Entity<ListDelivery>(delivery =>
        {
            delivery.ToTable("ListDeliveries").HasKey(x => new { x.DeploymentId, x.UnitId, x.BootKeyDigest });
            delivery.Property(x => x.UnitId).HasMaxLength(64);
            delivery.Property(x => x.BootKeyDigest).HasMaxLength(32);
            delivery.HasOne<Deployment>().WithMany().HasForeignKey(x => x.DeploymentId);
            delivery.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<DeploymentSecret>(secret =>
        {
            secret.ToTable("DeploymentSecrets").HasKey(x => x.DeploymentId);
            secret.HasOne<Deployment>().WithOne().HasForeignKey<DeploymentSecret>(x => x.DeploymentId);
        });
        model.Entity<InstalledRoster>(roster =>
        {
            roster.ToTable("Rosters").HasKey(x => x.Version);
            roster.Property(x => x.Version).ValueGeneratedNever();
        });
    }

    private static void Units(ModelBuilder model)
    {
        model.Entity<Unit>(unit =>
        {
            unit.ToTable("Units");
            unit.Property(x => x.Id).HasMaxLength(64);
            unit.Property(x => x.Site).HasMaxLength(120);
            unit.Property(x => x.SoftwareVersion).HasMaxLength(64);
            unit.Property(x => x.Cameras).HasMaxLength(4096);
            unit.Property(x => x.Revision).IsConcurrencyToken();
        });
        model.Entity<UnitEnrolment>(enrolment =>
        {
            enrolment.ToTable("Enrolments");
            enrolment.Property(x => x.Id).ValueGeneratedNever();
            enrolment.Property(x => x.UnitId).HasMaxLength(64);
            enrolment.Property(x => x.Site).HasMaxLength(120);
            enrolment.Property(x => x.SoftwareVersion).HasMaxLength(64);
            enrolment.Property(x => x.State).IsConcurrencyToken();
            enrolment.HasIndex(x => x.UnitId).IsUnique();
            enrolment.HasIndex(x => x.ClaimTokenId).IsUnique();
            enrolment.HasOne<ClaimToken>().WithOne().HasForeignKey<UnitEnrolment>(x => x.ClaimTokenId);
        });
        model.Entity<ClaimToken>(token =>
        {
            token.ToTable("ClaimTokens");
            token.Property(x => x.Id).ValueGeneratedNever();
            token.Property(x => x.Site).HasMaxLength(120);
            token.Property(x => x.UsedByUnitId).HasMaxLength(64).IsConcurrencyToken();
            token.HasIndex(x => x.TokenHash).IsUnique();
        });
        model.Entity<UnitAssignment>(assignment =>
        {
            assignment.ToTable("UnitAssignments").HasKey(x => x.UnitId);
            assignment.Property(x => x.DesiredVersion).IsConcurrencyToken();
            assignment.HasOne<Unit>().WithOne().HasForeignKey<UnitAssignment>(x => x.UnitId);
            assignment.HasOne<Deployment>().WithMany().HasForeignKey(x => x.DeploymentId);
        });
        model.Entity<UnitHealth>(health =>
        {
            health.ToTable("UnitHealth").HasKey(x => x.UnitId);
            health.HasOne<Unit>().WithOne().HasForeignKey<UnitHealth>(x => x.UnitId);
        });
        model.Entity<ScoreReport>(scores =>
        {
            scores.ToTable("ScoreReports").HasKey(x => new { x.UnitId, x.From });
            scores.Property(x => x.UnitId).HasMaxLength(64);
            scores.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId);
            scores.HasOne<Deployment>().WithMany().HasForeignKey(x => x.DeploymentId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Alerts(ModelBuilder model)
    {
        model.Entity<Alert>(alert =>
        {
            alert.ToTable("Alerts");
            alert.Property(x => x.UnitId).HasMaxLength(64);
            alert.Property(x => x.Reference).HasMaxLength(32);
            alert.HasIndex(x => new { x.UnitId, x.EventId }).IsUnique();
            alert.HasOne<Deployment>().WithMany().HasForeignKey(x => x.DeploymentId).OnDelete(DeleteBehavior.Restrict);
            alert.HasOne<WatchlistEntry>().WithMany().HasForeignKey(x => x.EntryId).OnDelete(DeleteBehavior.Restrict);
            alert.HasOne(x => x.Probe).WithOne().HasForeignKey<AlertProbe>(x => x.AlertId).OnDelete(DeleteBehavior.Cascade);
            alert.HasOne(x => x.Decision).WithOne().HasForeignKey<AlertDecisionRow>(x => x.AlertId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<AlertProbe>(probe => probe.ToTable("AlertProbes").HasKey(x => x.AlertId));
        model.Entity<AlertDecisionRow>(decision => decision.ToTable("AlertDecisions").HasKey(x => x.AlertId));
        model.Entity<AlertSighting>(sighting =>
        {
            sighting.ToTable("AlertSightings").HasKey(x => new { x.AlertId, x.StaffId, x.Revision });
            sighting.HasOne<Alert>().WithMany().HasForeignKey(x => x.AlertId);
        });
    }

    private static void Ingest(ModelBuilder model)
    {
        model.Entity<IngestedMessage>(message =>
        {
            message.ToTable("IngestedMessages").HasKey(x => new { x.UnitId, x.Epoch, x.Sequence });
            message.Property(x => x.UnitId).HasMaxLength(64);
        });
        model.Entity<OutboxWatermark>(watermark =>
        {
            watermark.ToTable("OutboxWatermarks").HasKey(x => new { x.UnitId, x.Epoch });
            watermark.Property(x => x.UnitId).HasMaxLength(64);
        });
        model.Entity<UnaddressedRefusal>(refusal =>
        {
            refusal.ToTable("UnaddressedRefusals").HasKey(x => new { x.UnitId, x.Result });
            refusal.Property(x => x.UnitId).HasMaxLength(64);
        });
    }
}
