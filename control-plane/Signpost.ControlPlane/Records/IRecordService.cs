using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Records;

/// <summary>One audit row: who did what to which things when. Holds no personal data: <paramref name="Digest"/> is a salted SHA-256 of it.</summary>
/// <param name="Subjects">Such as <c>watchlist:0193…</c>, <c>unit:unit-7k2f</c>.</param>
public sealed record RecordView(long Id, DateTimeOffset At, string Actor, string Action, IReadOnlyList<string> Subjects, string Facts, string? Digest);

/// <summary>The record of what staff did.</summary>
public interface IRecordService
{
    /// <summary>Auditor. Newest first, those with an id below <paramref name="beforeId"/> (null: from the newest), at most <paramref name="limit"/> (1 to 1,000).</summary>
    Task<Outcome<IReadOnlyList<RecordView>>> ListAsync(StaffMember actor, long? beforeId, int limit, CancellationToken cancel = default);
}
