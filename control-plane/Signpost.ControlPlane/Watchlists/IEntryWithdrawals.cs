using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>Makes units stop, or resume, matching an entry whose status changed.</summary>
internal interface IEntryWithdrawals
{
    /// <summary>Called in the transaction that suspends, keeps or withdraws; what reaches a unit goes after its commit (<see cref="Work.AfterCommit"/>).</summary>
    Task ChangedAsync(Work work, WatchlistEntry entry, CancellationToken cancel);
}

/// <summary>Gives every unit that serves an order of the entry's list a new desired version, so that it asks at once what it is to hold.</summary>
internal sealed class EntryWithdrawals(UnitSignals signals) : IEntryWithdrawals
{
    public async Task ChangedAsync(Work work, WatchlistEntry entry, CancellationToken cancel)
    {
        var serving = await work.Db.Assignments
            .Where(x => work.Db.Deployments.Any(order => order.Id == x.DeploymentId && order.WatchlistId == entry.WatchlistId))
            .ToListAsync(cancel);
        foreach (var assignment in serving)
        {
            assignment.DesiredVersion++;
            work.AfterCommit(() => signals.Changed(assignment.UnitId));
        }
    }
}
