using System.Security.Cryptography;
using System.Text.Json;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>What is personal of an entry and is text: one JSON object in one sealed column.</summary>
/// <param name="Under18Reason">Why somebody under 18 has to be listed; null: an adult.</param>
/// <param name="Offence">The named offence, where the category asks for one.</param>
internal sealed record EntryDetails(string DisplayName, string Reason, string? Under18Reason, string? Offence, string ImageSource)
{
    public static EntryDetails Of(NewEntry entry) => new(
        entry.DisplayName.Trim(), entry.Reason.Trim(), entry.Under18Reason?.Trim(), entry.Offence?.Trim(), entry.ImageSource.Trim());

    public SealedValue Seal(DataKey key, Guid entryId)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(this);
        try
        {
            return key.Seal(EntryCells.Details(entryId), plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public static EntryDetails Open(DataKey key, Guid entryId, SealedValue details)
    {
        var plain = key.Open(EntryCells.Details(entryId), details);
        try
        {
            return JsonSerializer.Deserialize<EntryDetails>(plain) ?? throw new CryptographicException("An entry's details are empty.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}

/// <summary>Where the sealed parts of an entry stand.</summary>
internal static class EntryCells
{
    private const string Entries = "WatchlistEntries";
    private const string Images = "EntryImages";

    public static Cell Details(Guid entryId) => new(Entries, "Details", entryId);

    public static Cell Photo(Guid entryId) => new(Images, "Photo", entryId);

    public static Cell Crop(Guid entryId) => new(Images, "Crop", entryId);

    public static Cell Template(Guid entryId) => new(Images, "Template", entryId);

    public static Cell SuspensionWhy(Guid suspensionId) => new("EntrySuspensions", "Why", suspensionId);

    public static Cell Suspension(Guid suspensionId) => new("EntrySuspensions", "Reason", suspensionId);
}
