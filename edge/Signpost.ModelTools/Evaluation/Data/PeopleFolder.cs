namespace Signpost.ModelTools.Evaluation;

/// <summary>A folder of people: one folder each, with pictures in it, in order of name.</summary>
internal static class PeopleFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    /// <summary>All pictures, people in order of name; none if there is no such folder.</summary>
    public static IReadOnlyList<Sample> Read(string root) =>
    [
        .. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)
            .SelectMany(person => Pictures(person).Select(file => new Sample(Path.GetFileName(person), file))),
    ];

    /// <summary>The JPEG and PNG files of a folder, in order of name.</summary>
    public static IEnumerable<string> Pictures(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
}
