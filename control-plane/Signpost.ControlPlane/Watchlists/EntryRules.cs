using System.Security.Cryptography;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>What an entry has to say of itself before its photograph is looked at.</summary>
internal static class EntryRules
{
    public const int LongestDisplayName = 200;
    public const int LongestReason = 500;
    public const int LongestOffence = 200;
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
        if (Offence(entry.Category, entry.Offence) is { } offence) return offence;
        if (Outcomes.Check.Line("entry.image-source", "The source of the picture", entry.ImageSource, LongestSource) is { } source) return source;
        if (Outcomes.Check.Listed("entry.legal-basis", "The legal basis", entry.LegalBasis) is { } basis) return basis;
        if (entry.ImageDate > DateOnly.FromDateTime(now.UtcDateTime.AddDays(1)) || entry.ImageDate < new DateOnly(1900, 1, 1))
            return Problem.Invalid("entry.image-date", "The date of the picture lies ahead, or before 1900.");
        if (entry.ExpiresAt <= now) return Problem.Invalid("entry.expires-at", "The entry has expired already.");
        if (entry.ExpiresAt > now + LongestLife) return Problem.Invalid("entry.expires-at", $"An entry lives at most {LongestLife.TotalDays:0} days.");
        return null;
    }

    /// <summary>What an entry lacks that may be compiled, in words: empty when nothing does. Asked again at compilation of what was kept, whatever let it in.</summary>
    public static IReadOnlyList<string> Gaps(EntryDetails details, Category category, LegalGround basis, DateOnly imageDate, bool isUnder18)
    {
        List<string> gaps = [];
        if (string.IsNullOrWhiteSpace(details.DisplayName)) gaps.Add("no name");
        if (!Enum.IsDefined(category) || category == Category.Unspecified) gaps.Add("no category of the closed list");
        if (Offence(category, details.Offence) is not null) gaps.Add("no named offence");
        if (string.IsNullOrWhiteSpace(details.Reason)) gaps.Add("no reason");
        if (isUnder18 && string.IsNullOrWhiteSpace(details.Under18Reason)) gaps.Add("no reason for listing somebody under 18");
        if (string.IsNullOrWhiteSpace(details.ImageSource)) gaps.Add("no source of the picture");
        if (imageDate == default) gaps.Add("no date of the picture");
        if (!Enum.IsDefined(basis) || (int)basis == 0) gaps.Add("no legal basis");
        return gaps;
    }

    private static Problem? Offence(Category category, string? offence)
    {
        const string code = "entry.offence";
        if (category == Category.SuspectedOfNamedSeriousOffence) return Outcomes.Check.Line(code, "The name of the serious offence", offence, LongestOffence);
        return offence is null ? null : Problem.Invalid(code, "An offence is named only for somebody suspected of a named serious offence.");
    }

    /// <summary>A pseudonym of 50 random bits in a form that people can read out: <c>r-7k2fq-m9xzd</c>.</summary>
    public static string NewReference()
    {
        const string letters = "abcdefghjkmnpqrstuvwxyz23456789";
        return $"r-{RandomNumberGenerator.GetString(letters, 5)}-{RandomNumberGenerator.GetString(letters, 5)}";
    }
}
