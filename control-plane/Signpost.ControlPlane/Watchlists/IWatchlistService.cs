using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Watchlists.Lint;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>A watchlist. Once an order is drafted from it, it is frozen: nothing is added or removed.</summary>
/// <param name="Entries">Those that an order would carry: not the withdrawn ones.</param>
/// <param name="Suspended">Of them, those that wait for a person's decision.</param>
/// <param name="IncludesUnder18">Then a senior authorising officer authorises its orders.</param>
public sealed record WatchlistView(
    Guid Id, string Name, string CreatedBy, DateTimeOffset CreatedAt, int Entries, DateTimeOffset? FrozenAt, DateTimeOffset? EarliestExpiry, int Suspended = 0,
    bool IncludesUnder18 = false)
{
    public bool IsFrozen => FrozenAt is not null;
}

/// <summary>Whether an entry is looked for.</summary>
public enum EntryStatus
{
    /// <summary>It is.</summary>
    Active = 1,

    /// <summary>Two of its alerts were rejected: not until a person decides.</summary>
    Suspended = 2,

    /// <summary>A person took it off the list after that.</summary>
    Withdrawn = 3,
}

/// <summary>One person looked for. <paramref name="DisplayName"/> is personal and never leaves the control plane.</summary>
/// <param name="Reference">Random pseudonym; the only name a unit knows.</param>
/// <param name="Offence">Where the category names one.</param>
/// <param name="Rejections">Rejected alerts since a person last kept the entry.</param>
public sealed record EntryView(
    Guid Id, Guid WatchlistId, string DisplayName, string Reference, Category Category, string Reason, string ImageSource, DateOnly ImageDate,
    LegalGround LegalBasis, DateTimeOffset ExpiresAt, PhotoFacts Photo, string AddedBy, DateTimeOffset AddedAt, string? Under18Reason = null, string? Offence = null,
    EntryStatus Status = EntryStatus.Active, int Rejections = 0, string? SuspendedBecause = null);

/// <summary>What the quality gate measured on a photograph, in pixels of the upright picture.</summary>
public sealed record PhotoFacts(int Width, int Height, double FaceWidth, double InterEyeDistance, double Sharpness, double Quality);

/// <summary>A new watchlist. Name: 1 to 120 characters.</summary>
public sealed record NewWatchlist(string Name);

/// <summary>A new entry. Display name, reason and image source: 1 to 200, 500 and 200 characters; expiry at most a year ahead.</summary>
/// <param name="Under18Reason">For somebody under 18, and only then: why they have to be listed, 1 to 500 characters.</param>
/// <param name="Offence">For somebody suspected of a named serious offence, and only then: its name, 1 to 200 characters.</param>
public sealed record NewEntry(
    string DisplayName, Category Category, string Reason, string ImageSource, DateOnly ImageDate, LegalGround LegalBasis, DateTimeOffset ExpiresAt, string? Under18Reason = null,
    string? Offence = null);

/// <summary>A picture for the console.</summary>
public sealed record Picture(byte[] Bytes, string ContentType);

/// <summary>Watchlists: author writes, authorising officer reads; nobody else sees a face here.</summary>
public interface IWatchlistService
{
    Task<Outcome<WatchlistView>> CreateAsync(StaffMember actor, NewWatchlist watchlist, CancellationToken cancel = default);

    Task<Outcome<IReadOnlyList<WatchlistView>>> ListAsync(StaffMember actor, CancellationToken cancel = default);

    Task<Outcome<WatchlistView>> GetAsync(StaffMember actor, Guid watchlistId, CancellationToken cancel = default);

    Task<Outcome<IReadOnlyList<EntryView>>> EntriesAsync(StaffMember actor, Guid watchlistId, CancellationToken cancel = default);

    /// <summary>
    /// Enrols <paramref name="photo"/> (JPEG or PNG, at most 16 MiB) through the quality gate. Problem codes: photo.unreadable, photo.damaged, photo.too-large,
    /// photo.too-small, photo.no-face, photo.several-faces, photo.face-too-small, photo.too-blurred, photo.bad-exposure, photo.turned-away, with what was measured in the facts; watchlist.frozen, entry.* for the fields.
    /// </summary>
    Task<Outcome<EntryView>> AddEntryAsync(
        StaffMember actor, Guid watchlistId, NewEntry entry, ReadOnlyMemory<byte> photo, CancellationToken cancel = default);

    /// <summary>Author, from a list that is not frozen: photograph and template go with it.</summary>
    Task<Outcome<EntryView>> RemoveEntryAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default);

    /// <summary>Author, on a list that is not frozen: makes the template again from the kept photograph, with the pack in use. Problem codes as <see cref="AddEntryAsync"/>.</summary>
    Task<Outcome<EntryView>> ReenrolAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default);

    /// <summary>
    /// Author or authorising officer, also on a frozen list: connected units stop matching the entry within seconds, until a person keeps it. <paramref name="reason"/>: 1 to 500 characters.
    /// Problem codes: entry.not-found, entry.not-active.
    /// </summary>
    Task<Outcome<EntryView>> SuspendAsync(StaffMember actor, Guid entryId, string reason, CancellationToken cancel = default);

    /// <summary>
    /// Author or authorising officer, on a suspended entry: keeps it (units look for it again) or withdraws it (no order carries it any more), also on a frozen list.
    /// <paramref name="reason"/>: 1 to 500 characters.
    /// </summary>
    Task<Outcome<EntryView>> DecideSuspensionAsync(StaffMember actor, Guid entryId, bool keep, string reason, CancellationToken cancel = default);

    /// <summary>The upright crop of the entry's face (JPEG). Goes on record as seen.</summary>
    Task<Outcome<Picture>> PictureAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default);

    /// <summary>
    /// Author or authorising officer: what is wrong with the list, each finding with its remedy. <paramref name="until"/>: entries that expire before are named; null: a day ahead.
    /// </summary>
    Task<Outcome<LintReport>> LintAsync(StaffMember actor, Guid watchlistId, DateTimeOffset? until = null, CancellationToken cancel = default);

    /// <summary>Author: takes responsibility for warnings, by their ids; on record. Ids that are not findings of the list, or are errors, are refused and nothing is kept.</summary>
    Task<Outcome<LintReport>> AcknowledgeAsync(
        StaffMember actor, Guid watchlistId, IReadOnlyList<string> findings, DateTimeOffset? until = null, CancellationToken cancel = default);

    /// <summary>
    /// Author, when no order of the list is drafted or authorised and none of its alerts is to be kept any longer: deletes entries, alerts and the list's key, and rotates the master
    /// key, so that no copy of the database made before opens either.
    /// </summary>
    Task<Outcome<bool>> DeleteAsync(StaffMember actor, Guid watchlistId, CancellationToken cancel = default);
}
