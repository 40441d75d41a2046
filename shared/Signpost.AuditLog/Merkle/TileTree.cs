namespace Signpost.AuditLog;

/// <summary>A tile that has just got its 256th hash.</summary>
/// <param name="Level">Of tiles, 0 the entries' hashes.</param>
/// <param name="Index">On its level.</param>
/// <param name="Hashes">256 of them.</param>
internal sealed record FullTile(int Level, ulong Index, IReadOnlyList<TreeHash> Hashes);

/// <summary>The right edge of a growing tree: on every level of tiles the hashes of the one that is not full. It knows the root and nothing that is to the left of
/// it: less than 8 KiB a level, however many entries there are. Not thread-safe.</summary>
internal sealed class TileTree : ITreeNodes
{
    private readonly List<TreeHash>[] edge = [.. Enumerable.Range(0, Tiles.Levels).Select(_ => new List<TreeHash>())];

    /// <summary>Entries so far.</summary>
    public ulong Size { get; private set; }

    /// <summary>RFC 6962's hash of all entries so far.</summary>
    public TreeHash Root => MerkleTree.Root(this, Size);

    /// <summary>A tree that stands already.</summary>
    /// <param name="size">Its entries.</param>
    /// <param name="read">Reads a tile by level, index and width.</param>
    public static TileTree Load(ulong size, Func<int, ulong, int, IReadOnlyList<TreeHash>> read)
    {
        var tree = new TileTree { Size = size };
        for (var level = 0; level < Tiles.Levels; level++)
        {
            var index = Tiles.Hashes(level, size) >> Tiles.Height;
            if (Tiles.WidthOf(level, index, size) is > 0 and var width) tree.edge[level].AddRange(read(level, index, width));
        }

        return tree;
    }

    /// <summary>Adds an entry's hash.</summary>
    /// <param name="leaf">The hash.</param>
    /// <param name="full">Told of every tile that this fills.</param>
    public void Append(TreeHash leaf, Action<FullTile> full)
    {
        var hash = leaf;
        for (var level = 0; ; level++)
        {
            edge[level].Add(hash);
            if (edge[level].Count < Tiles.Width) break;
            TreeHash[] hashes = [.. edge[level]];
            edge[level].Clear();
            full(new FullTile(level, Size >> (Tiles.Height * (level + 1)), hashes));
            hash = TreeHash.Subtree(hashes);
        }

        Size++;
    }

    /// <summary>The hashes of a level's tile that is not full; empty when there is none.</summary>
    public IReadOnlyList<TreeHash> Partial(int level) => edge[level];

    TreeHash ITreeNodes.Node(int height, ulong index)
    {
        var (level, within) = Math.DivRem(height, Tiles.Height);
        var first = (int)((index << within) % Tiles.Width);
        return TreeHash.Subtree(edge[level].GetRange(first, 1 << within).ToArray());
    }
}
