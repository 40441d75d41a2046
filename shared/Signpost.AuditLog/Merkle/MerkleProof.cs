using System.Numerics;

namespace Signpost.AuditLog;

/// <summary>Checks proofs, without a tree, as RFC 9162 §2.1.3.2 and §2.1.4.2 describe it. A proof is a list of hashes, the lowest first.</summary>
public static class MerkleProof
{
    /// <summary>Whether <paramref name="proof"/> shows that the tree of <paramref name="size"/> entries with <paramref name="root"/> holds <paramref name="leaf"/> at
    /// <paramref name="index"/>.</summary>
    public static bool IsIncluded(TreeHash leaf, ulong index, ulong size, IReadOnlyList<TreeHash> proof, TreeHash root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index >= size) return false;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if (IsRight(node) || node == last)
            {
                hash = TreeHash.Node(sibling, hash);
                SkipLonely(ref node, ref last);
            }
            else
            {
                hash = TreeHash.Node(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether <paramref name="proof"/> shows that the tree of <paramref name="to"/> entries with <paramref name="newRoot"/> begins with the
    /// <paramref name="from"/> entries of the tree with <paramref name="oldRoot"/>.</summary>
    public static bool IsConsistent(ulong from, TreeHash oldRoot, ulong to, TreeHash newRoot, IReadOnlyList<TreeHash> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (from > to) return false;
        if (from == 0 && oldRoot != TreeHash.Empty) return false;
        if (from == to) return proof.Count == 0 && oldRoot == newRoot;
        if (from == 0) return proof.Count == 0;
        if (proof.Count == 0) return false;

        // A perfect old tree is itself the first hash, and not sent.
        var isPerfect = BitOperations.IsPow2(from);
        var (node, last) = (from - 1, to - 1);
        while (IsRight(node)) (node, last) = (node >> 1, last >> 1);
        var (old, grown) = isPerfect ? (oldRoot, oldRoot) : (proof[0], proof[0]);
        for (var i = isPerfect ? 0 : 1; i < proof.Count; i++)
        {
            if (last == 0) return false;
            if (IsRight(node) || node == last)
            {
                (old, grown) = (TreeHash.Node(proof[i], old), TreeHash.Node(proof[i], grown));
                SkipLonely(ref node, ref last);
            }
            else
            {
                grown = TreeHash.Node(grown, proof[i]);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && old == oldRoot && grown == newRoot;
    }

    private static bool IsRight(ulong node) => (node & 1) == 1;

    // Levels on which the right edge has no sibling.
    private static void SkipLonely(ref ulong node, ref ulong last)
    {
        while (!IsRight(node) && node != 0) (node, last) = (node >> 1, last >> 1);
    }
}
