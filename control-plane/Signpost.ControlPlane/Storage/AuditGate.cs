using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Signpost.ControlPlane.Records;

namespace Signpost.ControlPlane.Storage;

/// <summary>Lets a save through only when every audited change is named by an audit row of that save.</summary>
internal static class AuditGate
{
    public static void Check(ChangeTracker tracker)
    {
        tracker.DetectChanges();
        HashSet<string> recorded = new(StringComparer.Ordinal);
        foreach (var row in tracker.Entries<AuditRow>())
        {
            if (row.State is EntityState.Modified or EntityState.Deleted)
                throw new UnauditedChangeException("An audit row is never changed or deleted.");
            if (row.State == EntityState.Added) recorded.UnionWith(row.Entity.Subjects.Split(' '));
        }

        foreach (var change in tracker.Entries<IAudited>())
        {
            if (change.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            var subject = change.Entity.AuditSubject.ToString();
            if (!recorded.Contains(subject))
                throw new UnauditedChangeException($"{change.State} {change.Metadata.ClrType.Name} {subject} without an audit row that names it.");
        }
    }
}

/// <summary>A bug: somebody wrote a change that the record must know without writing the record.</summary>
public sealed class UnauditedChangeException(string message) : InvalidOperationException(message);
