using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Signpost.AuditLog;

/// <summary>A hash of a Merkle tree as RFC 6962 §2.1 makes it with SHA-256: 32 bytes.</summary>
public readonly record struct TreeHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;
    private const int LargestOnStack = 1024;

    private readonly Vector256<byte> bytes;

    /// <summary>A hash that was made elsewhere.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public TreeHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Length) throw new ArgumentException($"A hash has {Length} bytes, not {hash.Length}.", nameof(hash));
        bytes = Vector256.Create(hash);
    }

    /// <summary>Of a tree without leaves: SHA-256 of nothing.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>Of one entry: SHA-256(0x00 || entry).</summary>
    public static TreeHash Leaf(ReadOnlySpan<byte> entry)
    {
        Span<byte> prefixed = entry.Length < LargestOnStack ? stackalloc byte[entry.Length + 1] : new byte[entry.Length + 1];
        prefixed[0] = LeafPrefix;
        entry.CopyTo(prefixed[1..]);
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(prefixed, hash);
        return new TreeHash(hash);
    }

    /// <summary>Of two halves: SHA-256(0x01 || left || right).</summary>
    public static TreeHash Node(TreeHash left, TreeHash right)
    {
        Span<byte> prefixed = stackalloc byte[1 + (2 * Length)];
        prefixed[0] = NodePrefix;
        left.CopyTo(prefixed[1..]);
        right.CopyTo(prefixed[(1 + Length)..]);
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(prefixed, hash);
        return new TreeHash(hash);
    }

    /// <summary>Of a perfect subtree whose lowest nodes are <paramref name="hashes"/>, a power of two of them.</summary>
    internal static TreeHash Subtree(ReadOnlySpan<TreeHash> hashes) => hashes.Length == 1
        ? hashes[0]
        : Node(Subtree(hashes[..(hashes.Length / 2)]), Subtree(hashes[(hashes.Length / 2)..]));

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> target) => bytes.CopyTo(target);

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var hash = new byte[Length];
        CopyTo(hash);
        return hash;
    }

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
