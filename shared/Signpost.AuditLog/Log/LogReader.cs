using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>Reads a log's folder as it was at one checkpoint, also while a writer goes on: what a checkpoint covers is never changed. It checks nothing but shapes; what it hands
/// out is checked with <see cref="MerkleProof"/> against the checkpoint's root, or by the checker. Not thread-safe.</summary>
public sealed class LogReader
{
    private readonly string folder;
    private readonly FileCalls files;
    private readonly Dictionary<(int Level, ulong Index), TreeHash[]> tiles = [];

    /// <summary>A reader of a folder.</summary>
    /// <param name="folder">Where the log is.</param>
    /// <param name="checkpoint">Up to where it is read; verified.</param>
    /// <param name="files">The file calls; null: the operating system's.</param>
    public LogReader(string folder, Checkpoint checkpoint, FileCalls? files = null)
        : this(Path.GetFullPath(folder), files ?? FileCalls.Real, checkpoint?.Size ?? throw new ArgumentNullException(nameof(checkpoint)))
    {
    }

    internal LogReader(string folder, FileCalls files, ulong size) => (this.folder, this.files, Size) = (folder, files, size);

    /// <summary>Entries that are read.</summary>
    public ulong Size { get; }

    /// <summary>Reads and verifies the checkpoint of a folder.</summary>
    /// <returns>The checkpoint, or: Malformed, BadSignature.</returns>
    /// <exception cref="AuditLogException">There is none.</exception>
    public static Result<SignedCheckpoint> ReadCheckpoint(string folder, NoteVerifier log, FileCalls? files = null)
    {
        files ??= FileCalls.Real;
        var path = Path.Combine(folder, LogFiles.Checkpoint);
        return files.Exists(path) ? SignedCheckpoint.Open(files.Read(path), log) : throw new AuditLogException($"'{path}' is not there.");
    }

    /// <summary>One entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not below <see cref="Size"/>.</exception>
    /// <exception cref="AuditLogException">Its bundle is missing or has another shape.</exception>
    public ReadOnlyMemory<byte> Entry(ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
        return Bundle(index >> Tiles.Height)[(int)(index % Tiles.Width)];
    }

    /// <summary>Entries from an index on, in order.</summary>
    /// <exception cref="AuditLogException">A bundle is missing or has another shape.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Entries(ulong from = 0)
    {
        for (var index = from; index < Size;)
        {
            var bundle = Bundle(index >> Tiles.Height);
            for (var i = (int)(index % Tiles.Width); i < bundle.Count; i++, index++) yield return bundle[i];
        }
    }

    /// <summary>Shows that an entry is in the tree of a size.</summary>
    /// <param name="index">The entry's; below <paramref name="size"/>.</param>
    /// <param name="size">At most <see cref="Size"/>.</param>
    /// <returns>For <see cref="MerkleProof.IsIncluded"/>; at most 64 hashes.</returns>
    /// <exception cref="AuditLogException">A tile is missing or has another shape.</exception>
    public IReadOnlyList<TreeHash> Inclusion(ulong index, ulong size) => Prove(size, nodes => MerkleTree.Inclusion(nodes, index, size));

    /// <summary>Shows that the tree of a size begins with that of another.</summary>
    /// <param name="from">The smaller.</param>
    /// <param name="to">At most <see cref="Size"/>.</param>
    /// <returns>For <see cref="MerkleProof.IsConsistent"/>; at most 65 hashes.</returns>
    /// <exception cref="AuditLogException">A tile is missing or has another shape.</exception>
    public IReadOnlyList<TreeHash> Consistency(ulong from, ulong to) => Prove(to, nodes => MerkleTree.Consistency(nodes, from, to));

    /// <summary>The root at a size.</summary>
    /// <exception cref="AuditLogException">A tile is missing or has another shape.</exception>
    public TreeHash Root(ulong size) => Prove(size, nodes => MerkleTree.Root(nodes, size));

    internal TreeHash[] Tile(int level, ulong index, int width) =>
        Tiles.Read(Read(Tiles.Path(level, index, width), Tiles.Path(level, index, Tiles.Width), out var path), width)
            ?? throw new AuditLogException($"'{path}' is not a tile of {width} hashes.");

    internal IReadOnlyList<ReadOnlyMemory<byte>> Bundle(ulong index)
    {
        var width = Tiles.WidthOf(0, index, Size);
        var entries = EntryBundle.Read(Read(Tiles.EntriesPath(index, width), Tiles.EntriesPath(index, Tiles.Width), out var path));
        if (entries is null || (entries.Count != width && entries.Count != Tiles.Width)) throw new AuditLogException($"'{path}' is not a bundle of {width} entries.");
        return entries.Count == width ? entries : [.. entries.Take(width)];
    }

    private T Prove<T>(ulong size, Func<ITreeNodes, T> prove)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        try
        {
            return prove(new Nodes(this));
        }
        finally
        {
            tiles.Clear();
        }
    }

    // A tile that has become full since keeps no partial one beside it; it may go between the question and the reading.
    private byte[] Read(string name, string full, out string path)
    {
        foreach (var candidate in new[] { name, full })
        {
            path = Path.Combine(folder, candidate);
            try
            {
                if (files.Exists(path)) return files.Read(path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
            }
        }

        throw new AuditLogException($"'{Path.Combine(folder, name)}' is not there.");
    }

    private sealed class Nodes(LogReader reader) : ITreeNodes
    {
        public TreeHash Node(int height, ulong index)
        {
            var (level, within) = Math.DivRem(height, Tiles.Height);
            var first = index << within;
            var at = (level, first >> Tiles.Height);
            if (!reader.tiles.TryGetValue(at, out var tile))
                reader.tiles[at] = tile = reader.Tile(at.level, at.Item2, Tiles.WidthOf(at.level, at.Item2, reader.Size));
            return TreeHash.Subtree(tile.AsSpan((int)(first % Tiles.Width), 1 << within));
        }
    }
}
