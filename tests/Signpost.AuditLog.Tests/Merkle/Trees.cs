using System.Numerics;

namespace Signpost.AuditLog.Tests;

/// <summary>Trees of the tests: the reference's eight leaves, and the slow twin, which is RFC 6962 §2.1 word by word.</summary>
internal static class Trees
{
    /// <summary>Inputs of the reference tree of the certificate-transparency project (github.com/transparency-dev/merkle, testonly/constants.go, LeafInputs).</summary>
    public static readonly byte[][] ReferenceLeaves =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    /// <summary>Its roots for 0 to 8 leaves (the same file, RootHashes).</summary>
    public static readonly TreeHash[] ReferenceRoots =
    [
        Hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Hash("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        Hash("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        Hash("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        Hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        Hash("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        Hash("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        Hash("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        Hash("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];

    public static TreeHash Hash(string hex) => new(Convert.FromHexString(hex));

    public static byte[] Entry(int i) => BitConverter.GetBytes(i);

    public static TreeHash[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => TreeHash.Leaf(Entry(i)))];

    /// <summary>MTH.</summary>
    public static TreeHash SlowRoot(ReadOnlySpan<TreeHash> d)
    {
        if (d.Length == 0) return TreeHash.Empty;
        if (d.Length == 1) return d[0];
        var k = Split(d.Length);
        return TreeHash.Node(SlowRoot(d[..k]), SlowRoot(d[k..]));
    }

    /// <summary>PATH(m, D[n]).</summary>
    public static TreeHash[] SlowPath(int m, ReadOnlySpan<TreeHash> d)
    {
        if (d.Length == 1) return [];
        var k = Split(d.Length);
        return m < k ? [.. SlowPath(m, d[..k]), SlowRoot(d[k..])] : [.. SlowPath(m - k, d[k..]), SlowRoot(d[..k])];
    }

    /// <summary>SUBPROOF(m, D[n], b).</summary>
    public static TreeHash[] SlowProof(int m, ReadOnlySpan<TreeHash> d, bool b)
    {
        if (m == d.Length) return b ? [] : [SlowRoot(d)];
        var k = Split(d.Length);
        return m <= k ? [.. SlowProof(m, d[..k], b), SlowRoot(d[k..])] : [.. SlowProof(m - k, d[k..], false), SlowRoot(d[..k])];
    }

    private static int Split(int n) => 1 << BitOperations.Log2((uint)(n - 1));
}

/// <summary>All leaves in memory.</summary>
internal sealed class MemoryNodes(TreeHash[] leaves) : ITreeNodes
{
    public TreeHash Node(int height, ulong index) => TreeHash.Subtree(leaves.AsSpan((int)(index << height), 1 << height));
}
