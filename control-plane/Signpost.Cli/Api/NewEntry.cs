using System.Globalization;

namespace Signpost.Cli.Api;

/// <summary>What stands beside a photograph on a watchlist; category and legal basis by their names in the API.</summary>
internal sealed record NewEntry(
    string DisplayName,
    string Category,
    string Reason,
    string ImageSource,
    DateOnly ImageDate,
    string LegalBasis,
    DateTimeOffset ExpiresAt)
{
    public IEnumerable<(string Name, string Value)> Fields() =>
    [
        ("displayName", DisplayName),
        ("category", Category),
        ("reason", Reason),
        ("imageSource", ImageSource),
        ("imageDate", ImageDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("legalBasis", LegalBasis),
        ("expiresAt", ExpiresAt.ToString("O", CultureInfo.InvariantCulture)),
    ];
}
