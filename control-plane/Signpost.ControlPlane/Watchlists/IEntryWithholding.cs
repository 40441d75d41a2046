using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>Takes an entry out of running deployments: connected units stop matching it within seconds, without a new bundle and without anybody's signature, because it can only make them do
/// less.</summary>
public interface IEntryWithholding
{
    /// <summary>Author or authorising officer. <paramref name="reason"/>: 1 to 500 characters. Problem codes: entry.not-found, entry.withheld.</summary>
    Task<Outcome<DateTimeOffset>> WithholdAsync(StaffMember actor, Guid entryId, string reason, CancellationToken cancel = default);

    /// <summary>The same people: units read the entry from their bundle again. Problem codes: entry.not-found, entry.not-withheld.</summary>
    Task<Outcome<bool>> RestoreAsync(StaffMember actor, Guid entryId, string reason, CancellationToken cancel = default);
}
