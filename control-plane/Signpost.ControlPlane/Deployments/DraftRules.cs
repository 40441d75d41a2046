using Signpost.ControlPlane.Outcomes;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Policy on top of what the format asks (<see cref="Trust.OrderRules"/>): how long a deployment and its alerts may last here.</summary>
internal static class DraftRules
{
    public const int LongestRetentionHours = 744;

    /// <summary>A deployment is an operation of hours; the next day is authorised anew.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    public static Problem? Check(NewDeployment draft, DateTimeOffset now)
    {
        if (draft.NotAfter <= now) return Problem.Invalid("order.window", "The window is over already.");
        if (draft.NotAfter <= draft.NotBefore) return Problem.Invalid("order.window", "The window ends before it starts.");
        if (draft.NotAfter - draft.NotBefore > LongestWindow)
            return Problem.Invalid("order.window", $"The window is {(draft.NotAfter - draft.NotBefore).TotalHours:0.#} hours long, at most {LongestWindow.TotalHours:0} are authorised at once.");
        if (draft.AlertRetentionHours is < 1 or > LongestRetentionHours)
            return Problem.Invalid("order.alert-retention", $"Alerts are kept for 1 to {LongestRetentionHours} hours.");
        if (draft.WatchlistRetentionHours is < 0 or > OrderRules.MaximumWatchlistRetentionHours)
            return Problem.Invalid("order.watchlist-retention", $"A watchlist is kept for at most {OrderRules.MaximumWatchlistRetentionHours} hours after the end.");
        if (draft.StaleLimitMinutes is < 1 or > OrderRules.MaximumStaleMinutes)
            return Problem.Invalid("order.stale-limit", $"A unit goes on without the control plane for 1 to {OrderRules.MaximumStaleMinutes} minutes.");
        if (draft.UnitIds.Count is 0) return Problem.Invalid("order.units", "No unit is named.");
        return null;
    }
}
