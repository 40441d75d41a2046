namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Finds an open-set protocol in a folder: the lists <c>gallery.txt</c>, <c>mated.txt</c> and <c>nonmated.txt</c> (<c>person TAB file</c>, files in
/// <c>images/</c> beside the lists or one folder up), or else one folder a person, which is split here.
/// </summary>
internal static class OpenSetReader
{
    private const string Gallery = "gallery.txt", Mated = "mated.txt", NonMated = "nonmated.txt";

    /// <param name="data">The data set's folder, or that of one of its lists.</param>
    /// <param name="list">Folder of the lists inside <paramref name="data"/>; null: the data set's own.</param>
    /// <param name="seed">Of the split, where there are no lists.</param>
    /// <exception cref="DataException">There is no such protocol, or it contradicts itself.</exception>
    public static OpenSet Read(string data, string? list = null, int seed = Sampling.DefaultSeed)
    {
        string root = Root(data);
        if (!Directory.Exists(root))
            throw new DataException($"{data}: is no folder");
        string lists = list is null ? root : Path.Combine(root, list);
        if (File.Exists(Path.Combine(lists, Gallery)))
            return Checked(FromLists(list is null ? Path.GetFileName(root) : $"{Path.GetFileName(root)}/{list}", lists), lists);
        if (list is not null)
            throw new DataException($"{lists}: holds no {Gallery}");
        return PeopleSplit.Split(Path.GetFileName(root), PeopleFolder.Read(root), seed)
            ?? throw new DataException($"{data}: holds neither {Gallery}, {Mated} and {NonMated} nor a folder a person with pictures, two of them of one person at least");
    }

    /// <summary>How a data set is called in reports: its folder's name, never the path.</summary>
    public static string NameOf(string data) => Path.GetFileName(Root(data));

    private static string Root(string data) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));

    private static OpenSet FromLists(string name, string lists)
    {
        string images = new[] { Path.Combine(lists, "images"), Path.Combine(Path.GetDirectoryName(lists)!, "images") }.FirstOrDefault(Directory.Exists)
            ?? throw new DataException($"{lists}: has no folder 'images', and none beside it");
        return new OpenSet(name, List(Gallery), List(Mated), List(NonMated));

        Sample[] List(string file) =>
            [.. ListFile.Read(Path.Combine(lists, file), "person", "file").Select(record => new Sample(record.Values[0], record.File(1, images)))];
    }

    private static OpenSet Checked(OpenSet set, string lists)
    {
        var enrolled = new HashSet<string>(StringComparer.Ordinal);
        foreach (Sample reference in set.Gallery)
        {
            if (!enrolled.Add(reference.Person))
                throw new DataException($"{Path.Combine(lists, Gallery)}: a person is enrolled twice; a list has one picture of each");
        }
        if (set.Mated.Any(probe => !enrolled.Contains(probe.Person)))
            throw new DataException($"{Path.Combine(lists, Mated)}: has a probe of somebody who is not in {Gallery}");
        if (set.NonMated.Any(probe => enrolled.Contains(probe.Person)))
            throw new DataException($"{Path.Combine(lists, NonMated)}: has a probe of somebody who is in {Gallery}");
        var references = set.Gallery.Select(reference => reference.File).ToHashSet(StringComparer.Ordinal);
        if (set.Mated.Any(probe => references.Contains(probe.File)))
            throw new DataException($"{Path.Combine(lists, Mated)}: has a probe that is a reference too; a picture is not compared with itself");
        return set;
    }
}
