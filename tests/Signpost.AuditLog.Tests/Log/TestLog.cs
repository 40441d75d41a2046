namespace Signpost.AuditLog.Tests;

/// <summary>A log whose n-th entry is known.</summary>
internal static class TestLog
{
    public static readonly NoteSigner Key = NoteSigner.From("signpost.example/log", NoteKeyType.Note, NoteTests.Seed(7));

    /// <summary>Entries from one index to another, of differing lengths.</summary>
    public static ReadOnlyMemory<byte>[] Entries(int from, int to) => [.. Enumerable.Range(from, to - from).Select(Entry)];

    public static ReadOnlyMemory<byte> Entry(int i) => Enumerable.Range(0, i % 7).Select(j => (byte)(i + j)).Concat(Trees.Entry(i)).ToArray();

    public static TreeHash Root(int size) => Trees.SlowRoot([.. Entries(0, size).Select(entry => TreeHash.Leaf(entry.Span))]);

    /// <summary>Everything that a folder's log says of itself is true, and it holds the known entries.</summary>
    /// <returns>Their number.</returns>
    public static int Check(string folder)
    {
        var checkpoint = LogReader.ReadCheckpoint(folder, Key.Verifier).Value.Checkpoint;
        var (reader, size) = (new LogReader(folder, checkpoint), (int)checkpoint.Size);
        Assert.Equal(Root(size), checkpoint.Root);
        Assert.Equal(checkpoint.Root, reader.Root(checkpoint.Size));
        Assert.Equal(Entries(0, size).Select(entry => entry.ToArray()), reader.Entries().Select(entry => entry.ToArray()));
        return size;
    }

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
