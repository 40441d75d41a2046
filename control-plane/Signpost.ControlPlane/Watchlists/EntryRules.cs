using System.Security.Cryptography;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>What an entry has to say of itself before its photograph is looked at.</summary>
internal static class EntryRules
{
    public const int LongestDisplayName = 200;
    public const int LongestReason = 500;
    public const int LongestSource = 200;
    public const int LongestListName = 120;
    public const int LargestPhoto = 16 * 1024 * 1024;

    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);

    public static Problem? Check(NewEntry entry, DateTimeOffset now)
    {
        if (Outcomes.Check.Line("entry.display-name", "The name", entry.DisplayName, LongestDisplayName) is { } name) return name;
        if (Outcomes.Check.Listed("entry.category", "The category", entry.Category) is { } category) return category;
        if (Outcomes.Check.Line("entry.reason", "The reason", entry.Reason, LongestReason) is { } reason) return reason;
        if (entry.Under18Reason is { } minor && Outcomes.Check.Line("entry.under-18-reason", "The reason for listing somebody under 18", minor, LongestReason) is { } unwritten) return unwritten;
        if (Outcomes.Check.Line("entry.image-source", "The source of the picture", entry.ImageSource, LongestSource) is { } source) return source;
        if (Outcomes.Check.Listed("entry.legal-basis", "The legal basis", entry.LegalBasis) is { } basis) return basis;
        if (entry.ImageDate > DateOnly.FromDateTime(now.UtcDateTime.AddDays(1)) || entry.ImageDate < new DateOnly(1900, 1, 1))
            return Problem.Invalid("entry.image-date", "The date of the picture lies ahead, or before 1900.");
        if (entry.ExpiresAt <= now) return Problem.Invalid("entry.expires-at", "The entry has expired already.");
        if (entry.ExpiresAt > now + LongestLife) return Problem.Invalid("entry.expires-at", $"An entry lives at most {LongestLife.TotalDays:0} days.");
        return null;
    }

    /// <summary>A pseudonym of 50 random bits in a form that people can read out: <c>r-7k2fq-m9xzd</c>.</summary>
    public static string NewReference()
    {
        const string letters = "abcdefghjkmnpqrstuvwxyz23456789";
        return $"r-{RandomNumberGenerator.GetString(letters, 5)}-{RandomNumberGenerator.GetString(letters, 5)}";
    }
}
