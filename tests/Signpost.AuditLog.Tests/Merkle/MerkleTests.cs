using CsCheck;

namespace Signpost.AuditLog.Tests;

public sealed class MerkleTests
{
    private static readonly TreeHash[] Reference = [.. Trees.ReferenceLeaves.Select(leaf => TreeHash.Leaf(leaf))];

    // github.com/transparency-dev/merkle, proof/verify_test.go, inclusionProofs (whose leaves count from 1).
    public static TheoryData<int, int, string[]> ReferenceInclusions() => new()
    {
        { 0, 1, [] },
        { 0, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"] },
        { 5, 8, ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"] },
        { 2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"] },
        { 1, 5, ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"] },
    };

    // The same file, consistencyProofs.
    public static TheoryData<int, int, string[]> ReferenceConsistencies() => new()
    {
        { 1, 1, [] },
        { 1, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"] },
        { 6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"] },
        { 2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"] },
        { 6, 7, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"] },
    };

    [Fact]
    public void Root_ReferenceTree_IsThePublishedOneAtEverySize()
    {
        var tree = new TileTree();
        Assert.Equal(Trees.ReferenceRoots[0], tree.Root);
        for (var i = 0; i < Reference.Length; i++)
        {
            tree.Append(Reference[i], _ => Assert.Fail("No tile is full."));
            Assert.Equal(Trees.ReferenceRoots[i + 1], tree.Root);
        }
    }

    [Theory]
    [MemberData(nameof(ReferenceInclusions))]
    public void Inclusion_ReferenceTree_IsThePublishedProof(int index, int size, string[] published)
    {
        TreeHash[] proof = [.. published.Select(Trees.Hash)];
        Assert.Equal(proof, MerkleTree.Inclusion(new MemoryNodes(Reference), (ulong)index, (ulong)size));
        Assert.True(MerkleProof.IsIncluded(Reference[index], (ulong)index, (ulong)size, proof, Trees.ReferenceRoots[size]));
    }

    [Theory]
    [MemberData(nameof(ReferenceConsistencies))]
    public void Consistency_ReferenceTree_IsThePublishedProof(int from, int to, string[] published)
    {
        TreeHash[] proof = [.. published.Select(Trees.Hash)];
        Assert.Equal(proof, MerkleTree.Consistency(new MemoryNodes(Reference), (ulong)from, (ulong)to));
        Assert.True(MerkleProof.IsConsistent((ulong)from, Trees.ReferenceRoots[from], (ulong)to, Trees.ReferenceRoots[to], proof));
    }

    [Fact]
    public void Root_EverySizeUpToThreeTilesAndMore_IsTheSlowTwins()
    {
        var leaves = Trees.Leaves(800);
        var tree = new TileTree();
        var full = new List<FullTile>();
        for (var i = 0; i < leaves.Length; i++)
        {
            tree.Append(leaves[i], full.Add);
            Assert.Equal(Trees.SlowRoot(leaves.AsSpan(0, i + 1)), tree.Root);
        }

        Assert.Equal([(0, 0ul), (0, 1ul), (0, 2ul)], full.Select(tile => (tile.Level, tile.Index)));
        Assert.Equal(leaves[256..512], full[1].Hashes);
    }

    [Fact]
    public void Tree_SecondLevelOfTilesFull_HasTheTilesOfTheSpecification()
    {
        var full = new List<(int Level, ulong Index)>();
        var tree = new TileTree();
        for (var i = 0; i < 70_000; i++) tree.Append(Reference[i % 8], tile => full.Add((tile.Level, tile.Index)));

        // C2SP tlog-tiles names the tiles of a tree of 70,000.
        Assert.Equal((273, 1), (full.Count(tile => tile.Level == 0), full.Count(tile => tile == (1, 0ul))));
        Assert.Equal(274, full.Count);
        Assert.Equal([112, 17, 1, 0, 0, 0, 0, 0], Enumerable.Range(0, Tiles.Levels).Select(level => tree.Partial(level).Count));
    }

    [Fact]
    public void Proofs_EveryPairOfSizes_AreTheSlowTwinsAndHold()
    {
        const int largest = 70;
        var leaves = Trees.Leaves(largest);
        var nodes = new MemoryNodes(leaves);
        for (var size = 1; size <= largest; size++)
        {
            var root = Trees.SlowRoot(leaves.AsSpan(0, size));
            for (var i = 0; i < size; i++)
            {
                var path = MerkleTree.Inclusion(nodes, (ulong)i, (ulong)size);
                Assert.Equal(Trees.SlowPath(i, leaves.AsSpan(0, size)), path);
                Assert.True(MerkleProof.IsIncluded(leaves[i], (ulong)i, (ulong)size, path, root));
            }

            for (var from = 0; from <= size; from++)
            {
                var proof = MerkleTree.Consistency(nodes, (ulong)from, (ulong)size);
                if (from > 0) Assert.Equal(Trees.SlowProof(from, leaves.AsSpan(0, size), true), proof);
                Assert.True(MerkleProof.IsConsistent((ulong)from, Trees.SlowRoot(leaves.AsSpan(0, from)), (ulong)size, root, proof));
            }
        }
    }

    [Fact]
    public void Inclusion_AlteredInAnyWay_IsRefused() =>
        Gen.Select(Gen.Int[1, 600], Gen.Int[0, 599], Gen.Int[0, 7], Gen.Int[0, 255]).Sample((size, at, change, bit) =>
        {
            var leaves = Trees.Leaves(size);
            var index = at % size;
            var (root, proof) = (Trees.SlowRoot(leaves), MerkleTree.Inclusion(new MemoryNodes(leaves), (ulong)index, (ulong)size));
            Assert.True(MerkleProof.IsIncluded(leaves[index], (ulong)index, (ulong)size, proof, root));
            if (Alter(proof, change, at, bit) is { } altered) Assert.False(MerkleProof.IsIncluded(leaves[index], (ulong)index, (ulong)size, altered, root));
            Assert.False(MerkleProof.IsIncluded(Flip(leaves[index], bit), (ulong)index, (ulong)size, proof, root));
            Assert.False(MerkleProof.IsIncluded(leaves[index], (ulong)index, (ulong)size, proof, Flip(root, bit)));
            for (var other = 0; other < size; other++)
            {
                if (other != index) Assert.False(MerkleProof.IsIncluded(leaves[index], (ulong)other, (ulong)size, proof, root));
            }

            Assert.False(MerkleProof.IsIncluded(leaves[index], (ulong)size, (ulong)size, proof, root));
        });

    [Fact]
    public void Consistency_AlteredInAnyWay_IsRefused() =>
        Gen.Select(Gen.Int[2, 600], Gen.Int[1, 599], Gen.Int[0, 7], Gen.Int[0, 255]).Sample((to, at, change, bit) =>
        {
            var leaves = Trees.Leaves(to);
            var from = 1 + (at % (to - 1));
            var (old, root) = (Trees.SlowRoot(leaves.AsSpan(0, from)), Trees.SlowRoot(leaves));
            var proof = MerkleTree.Consistency(new MemoryNodes(leaves), (ulong)from, (ulong)to);
            Assert.True(MerkleProof.IsConsistent((ulong)from, old, (ulong)to, root, proof));
            if (Alter(proof, change, at, bit) is { } altered) Assert.False(MerkleProof.IsConsistent((ulong)from, old, (ulong)to, root, altered));
            Assert.False(MerkleProof.IsConsistent((ulong)from, Flip(old, bit), (ulong)to, root, proof));
            Assert.False(MerkleProof.IsConsistent((ulong)from, old, (ulong)to, Flip(root, bit), proof));
            Assert.False(MerkleProof.IsConsistent((ulong)to, root, (ulong)from, old, proof));
            Assert.False(MerkleProof.IsConsistent((ulong)from, old, (ulong)to, root, []));

            // A history rewritten in any one entry is not the old one's continuation, whatever proof its owner makes.
            var rewritten = (TreeHash[])leaves.Clone();
            rewritten[at % from] = Flip(rewritten[at % from], bit);
            Assert.False(MerkleProof.IsConsistent((ulong)from, old, (ulong)to, Trees.SlowRoot(rewritten), MerkleTree.Consistency(new MemoryNodes(rewritten), (ulong)from, (ulong)to)));
        });

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 8, true)]
    [InlineData(8, 8, true)]
    [InlineData(8, 7, false)]
    [InlineData(1, 8, false)]
    public void Consistency_EmptyProof_HoldsOnlyWhereThereIsNothingToProve(int from, int to, bool holds) =>
        Assert.Equal(holds, MerkleProof.IsConsistent((ulong)from, Trees.ReferenceRoots[from], (ulong)to, Trees.ReferenceRoots[to], []));

    [Fact]
    public void Consistency_FromNothingOfAnotherRoot_IsRefused() =>
        Assert.False(MerkleProof.IsConsistent(0, Trees.ReferenceRoots[1], 8, Trees.ReferenceRoots[8], []));

    // One of eight changes; null when it changes nothing.
    private static TreeHash[]? Alter(TreeHash[] proof, int change, int at, int bit)
    {
        var i = proof.Length == 0 ? 0 : at % proof.Length;
        TreeHash[] altered = change switch
        {
            0 or 1 when proof.Length > 0 => [.. proof[..i], Flip(proof[i], bit), .. proof[(i + 1)..]],
            2 when proof.Length > 0 => [.. proof[..i], .. proof[(i + 1)..]],
            3 => [.. proof, TreeHash.Empty],
            4 => [TreeHash.Empty, .. proof],
            5 when proof.Length > 0 => [.. proof[..i], proof[i], .. proof[i..]],
            6 => [.. proof.Reverse()],
            7 when proof.Length > 1 => [proof[^1], .. proof[..^1]],
            _ => proof,
        };
        return altered.SequenceEqual(proof) ? null : altered;
    }

    private static TreeHash Flip(TreeHash hash, int bit)
    {
        var bytes = hash.ToArray();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return new TreeHash(bytes);
    }
}
