using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>A watchlist. Once an order is drafted from it, it is frozen: nothing is added or removed.</summary>
public sealed record WatchlistView(
    Guid Id, string Name, string CreatedBy, DateTimeOffset CreatedAt, int Entries, DateTimeOffset? FrozenAt, DateTimeOffset? EarliestExpiry)
{
    public bool IsFrozen => FrozenAt is not null;
}

/// <summary>One person looked for. <paramref name="DisplayName"/> is personal and never leaves the control plane.</summary>
/// <param name="Reference">Random pseudonym; the only name a unit knows.</param>
public sealed record EntryView(
    Guid Id, Guid WatchlistId, string DisplayName, string Reference, Category Category, string Reason, string ImageSource, DateOnly ImageDate,
    LegalGround LegalBasis, DateTimeOffset ExpiresAt, PhotoFacts Photo, string AddedBy, DateTimeOffset AddedAt, string? Under18Reason = null);

/// <summary>What the quality gate measured on a photograph, in pixels of the upright picture.</summary>
public sealed record PhotoFacts(int Width, int Height, double FaceWidth, double InterEyeDistance, double Sharpness, double Quality);

/// <summary>A new watchlist. Name: 1 to 120 characters.</summary>
public sealed record NewWatchlist(string Name);

/// <summary>A new entry. Display name, reason and image source: 1 to 200, 500 and 200 characters; expiry at most a year ahead.</summary>
public sealed record NewEntry(
    string DisplayName, Category Category, string Reason, string ImageSource, DateOnly ImageDate, LegalGround LegalBasis, DateTimeOffset ExpiresAt, string? Under18Reason = null);

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

    /// <summary>The upright crop of the entry's face (JPEG). Goes on record as seen.</summary>
    Task<Outcome<Picture>> PictureAsync(StaffMember actor, Guid entryId, CancellationToken cancel = default);
}
