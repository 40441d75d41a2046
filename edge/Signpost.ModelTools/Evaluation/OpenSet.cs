namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// An open-set 1:N protocol as three lists of <c>person TAB file</c>: who is enrolled, with one picture each; other pictures of them; pictures of others.
/// </summary>
internal sealed record OpenSet(IReadOnlyList<Sample> Gallery, IReadOnlyList<Sample> Mated, IReadOnlyList<Sample> NonMated)
{
    /// <param name="lists">Folder of <c>gallery.txt</c>, <c>mated.txt</c> and <c>nonmated.txt</c>.</param>
    /// <param name="images">Folder that the files are named in.</param>
    /// <param name="every">Takes only every n-th of the non-mated probes.</param>
    public static OpenSet Read(string lists, string images, int every = 1) => new(
        ReadList(Path.Combine(lists, "gallery.txt"), images),
        ReadList(Path.Combine(lists, "mated.txt"), images),
        [.. ReadList(Path.Combine(lists, "nonmated.txt"), images).Where((_, index) => index % every == 0)]);

    private static Sample[] ReadList(string path, string images) =>
    [
        .. File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split('\t'))
            .Select(columns => new Sample(columns[0], Path.Combine(images, columns[1]))),
    ];
}

/// <summary>One picture of somebody.</summary>
internal sealed record Sample(string Person, string File);
