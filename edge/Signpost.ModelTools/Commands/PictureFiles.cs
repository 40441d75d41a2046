using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary>Pictures in a folder.</summary>
internal static class PictureFiles
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp" };

    /// <summary>At most so many, evenly spaced through the folder and those below it; the same ones every time.</summary>
    /// <exception cref="PackException">There is none.</exception>
    public static string[] In(string folder, int count)
    {
        string[] all =
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => Extensions.Contains(Path.GetExtension(file)))
                .Order(StringComparer.Ordinal),
        ];
        if (all.Length == 0)
            throw new PackException($"{folder}: holds no picture, expected files ending in {string.Join(", ", Extensions)}");
        return all.Length <= count ? all : [.. Enumerable.Range(0, count).Select(index => all[(long)index * all.Length / count])];
    }
}
