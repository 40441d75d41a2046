using Signpost.Trust;

namespace Signpost.Cli.Benchmarking;

/// <summary>A page whose end, from a marker on, is written by the measurement.</summary>
internal static class ResultsPage
{
    private const string Marker = "<!-- bench: what follows is written by ./signpost bench --page -->";

    /// <exception cref="SetUpException">The page is not there or has no marker.</exception>
    public static void Write(string path, string tables)
    {
        if (!File.Exists(path)) throw new SetUpException($"--page {path}: there is no such page. Name one with the line '{Marker}'; the tables take the place of what follows it.");
        AtomicFile.Write(Path.GetFullPath(path), System.Text.Encoding.UTF8.GetBytes(Replace(File.ReadAllText(path), tables, path)), File.GetUnixFileMode(path));
    }

    /// <summary>The page with other tables.</summary>
    internal static string Replace(string page, string tables, string name)
    {
        var at = page.IndexOf(Marker, StringComparison.Ordinal);
        return at < 0
            ? throw new SetUpException($"--page {name}: the page has no line '{Marker}', after which the tables would go.")
            : $"{page[..(at + Marker.Length)]}\n\n{tables.ReplaceLineEndings("\n")}\n";
    }
}
