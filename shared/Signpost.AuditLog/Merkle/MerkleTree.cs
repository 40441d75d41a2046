using System.Numerics;

namespace Signpost.AuditLog;

/// <summary>Roots and proofs as RFC 6962 §2.1 defines them, from the hashes of perfect subtrees.</summary>
internal static class MerkleTree
{
    /// <summary>MTH(D[0:size]).</summary>
    public static TreeHash Root(ITreeNodes nodes, ulong size) => size == 0 ? TreeHash.Empty : Range(nodes, 0, size);

    /// <summary>PATH(index, D[0:size]) of §2.1.1, the leaf's sibling first.</summary>
    public static TreeHash[] Inclusion(ITreeNodes nodes, ulong index, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<TreeHash>();
        var (start, end) = (0UL, size);
        while (end - start > 1) Descend(nodes, path, left: index < start + Split(end - start), ref start, ref end);
        path.Reverse();
        return [.. path];
    }

    /// <summary>PROOF(from, D[0:to]) of §2.1.2; empty when there is nothing to prove (from nothing, or to the same size).</summary>
    public static TreeHash[] Consistency(ITreeNodes nodes, ulong from, ulong to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        if (from == 0 || from == to) return [];
        var path = new List<TreeHash>();
        var (start, end) = (0UL, to);
        while (end != from) Descend(nodes, path, left: from <= start + Split(end - start), ref start, ref end);

        // The old tree itself is known to whoever asks; a part of it is not.
        if (start != 0) path.Add(Range(nodes, start, end));
        path.Reverse();
        return [.. path];
    }

    private static void Descend(ITreeNodes nodes, List<TreeHash> path, bool left, ref ulong start, ref ulong end)
    {
        var middle = start + Split(end - start);
        path.Add(left ? Range(nodes, middle, end) : Range(nodes, start, middle));
        if (left) end = middle;
        else start = middle;
    }

    // The splits make every start a multiple of the largest power of two that fits behind it.
    private static TreeHash Range(ITreeNodes nodes, ulong start, ulong end)
    {
        var length = end - start;
        if (BitOperations.IsPow2(length))
        {
            var height = BitOperations.Log2(length);
            return nodes.Node(height, start >> height);
        }

        var middle = start + Split(length);
        return TreeHash.Node(Range(nodes, start, middle), Range(nodes, middle, end));
    }

    // The largest power of two smaller than the length, which is 2 or more.
    private static ulong Split(ulong length) => 1UL << BitOperations.Log2(length - 1);
}
