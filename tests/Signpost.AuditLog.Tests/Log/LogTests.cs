using CsCheck;
using Signpost.Tests.Support;

namespace Signpost.AuditLog.Tests;

public sealed class LogTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public void Append_BatchesOfAnySizes_GivesTheSlowTwinsRootAndEveryEntryBack() =>
        Gen.Int[0, 300].Array[1, 5].Sample(
            batches =>
            {
                var folder = _folder[Guid.NewGuid().ToString("N")];
                var size = 0;
                foreach (var batch in batches)
                {
                    // Now by the same writer, now by the next.
                    using var log = LogWriter.Open(folder, TestLog.Key);
                    foreach (var part in new[] { batch / 2, batch - (batch / 2) })
                    {
                        Assert.Equal((ulong)size, log.Append(TestLog.Entries(size, size + part)));
                        size += part;
                        Assert.Equal((ulong)size, log.Size);
                    }

                    Assert.Equal(size, TestLog.Check(folder));
                }
            },
            iter: 20, threads: 1);

    [Fact]
    public void Reader_LogOfSeveralTiles_ProvesEveryEntryAndEveryEarlierSize()
    {
        const int size = 600;
        using var log = LogWriter.Open(_folder.Path, TestLog.Key);
        var roots = new Dictionary<int, TreeHash>();
        for (var i = 0; i < size; i += 40)
        {
            log.Append(TestLog.Entries(i, i + 40));
            roots[i + 40] = log.Checkpoint.Checkpoint.Root;
        }

        var reader = new LogReader(_folder.Path, log.Checkpoint.Checkpoint);
        for (var i = 0; i < size; i++)
            Assert.True(MerkleProof.IsIncluded(TreeHash.Leaf(reader.Entry((ulong)i).Span), (ulong)i, size, reader.Inclusion((ulong)i, size), log.Checkpoint.Checkpoint.Root));
        foreach (var (earlier, root) in roots)
        {
            Assert.True(MerkleProof.IsConsistent((ulong)earlier, root, size, log.Checkpoint.Checkpoint.Root, reader.Consistency((ulong)earlier, size)));
            Assert.Equal(root, reader.Root((ulong)earlier));
        }
    }

    [Fact]
    public void Reader_OfAnEarlierCheckpoint_ReadsOnWhileTheLogGrows()
    {
        using var log = LogWriter.Open(_folder.Path, TestLog.Key);
        log.Append(TestLog.Entries(0, 200));
        var earlier = log.Checkpoint.Checkpoint;
        var reader = new LogReader(_folder.Path, earlier);
        for (var size = 200; size < 520; size += 20) log.Append(TestLog.Entries(size, size + 20));
        Assert.Equal(earlier.Root, reader.Root(200));
        Assert.Equal(200, reader.Entries().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Entry(200));
    }

    [Fact]
    public async Task Reader_WhileAnotherThreadAppends_FindsEveryCheckpointWhole()
    {
        using var log = LogWriter.Open(_folder.Path, TestLog.Key);
        log.Append(TestLog.Entries(0, 1));
        var appending = Task.Run(() =>
        {
            for (var size = 1; size < 700; size += 3) log.Append(TestLog.Entries(size, size + 3));
        });
        ulong last = 0;
        for (var rounds = 0; last < 700; rounds++)
        {
            if (appending.IsFaulted) await appending;
            var checkpoint = LogReader.ReadCheckpoint(_folder.Path, TestLog.Key.Verifier).Value.Checkpoint;
            Assert.InRange(checkpoint.Size, last, 700ul);
            var reader = new LogReader(_folder.Path, checkpoint);
            Assert.Equal(checkpoint.Root, reader.Root(checkpoint.Size));
            Assert.Equal(TestLog.Entry((int)checkpoint.Size - 1).ToArray(), reader.Entry(checkpoint.Size - 1).ToArray());
            last = checkpoint.Size;
        }

        await appending;
    }

    [Fact]
    public void Folder_AfterAppends_HoldsTheFilesOfTheSpecificationAndNoOthers()
    {
        using (var log = LogWriter.Open(_folder.Path, TestLog.Key))
        {
            log.Append(TestLog.Entries(0, 100));
            log.Append(TestLog.Entries(100, 300));
            log.Append(TestLog.Entries(300, 301));
        }

        Assert.Equal(
            ["checkpoint", "lock", "tile/0/000", "tile/0/001.p/44", "tile/0/001.p/45", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44", "tile/entries/001.p/45"],
            Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.Path, path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Open_WhileAnotherWrites_IsRefused()
    {
        using (LogWriter.Open(_folder.Path, TestLog.Key))
        {
            Assert.Throws<AuditLogException>(() => LogWriter.Open(_folder.Path, TestLog.Key));
        }

        LogWriter.Open(_folder.Path, TestLog.Key).Dispose();
    }

    [Fact]
    public void Open_WithAnotherKey_IsRefused()
    {
        LogWriter.Open(_folder.Path, TestLog.Key).Dispose();
        using var other = NoteSigner.From(TestLog.Key.Verifier.Name, NoteKeyType.Note, NoteTests.Seed(8));
        Assert.Throws<AuditLogException>(() => LogWriter.Open(_folder.Path, other));
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    public void Open_EdgeMissingOrAltered_IsRefusedAndLeftAsItIs(string file)
    {
        using (var log = LogWriter.Open(_folder.Path, TestLog.Key)) log.Append(TestLog.Entries(0, 300));
        var content = File.ReadAllBytes(_folder[file]);
        foreach (var spoilt in new[] { content[..^1], [.. content, 0], [.. content[..10], (byte)(content[10] ^ 1), .. content[11..]], [] })
        {
            File.WriteAllBytes(_folder[file], spoilt);
            Assert.Throws<AuditLogException>(() => LogWriter.Open(_folder.Path, TestLog.Key));
            Assert.Equal(spoilt, File.ReadAllBytes(_folder[file]));
        }

        File.Delete(_folder[file]);
        Assert.Throws<AuditLogException>(() => LogWriter.Open(_folder.Path, TestLog.Key));
    }

    [Fact]
    public void Cosigned_LatestCheckpoint_IsShownUntilTheLogGrows()
    {
        using var witness = NoteSigner.From("witness.example/1", NoteKeyType.Cosignature, NoteTests.Seed(9));
        var at = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        using (var log = LogWriter.Open(_folder.Path, TestLog.Key))
        {
            var empty = log.Checkpoint;
            log.Append(TestLog.Entries(0, 5));
            Assert.True(log.Cosigned(log.Checkpoint.Cosign(witness, at)));
            Assert.False(log.Cosigned(empty.Cosign(witness, at)));
            using var other = NoteSigner.From(TestLog.Key.Verifier.Name, NoteKeyType.Note, NoteTests.Seed(8));
            Assert.Throws<ArgumentException>(() => log.Cosigned(SignedCheckpoint.Sign(log.Checkpoint.Checkpoint, other)));
        }

        Assert.Equal(at, Assert.Single(LogReader.ReadCheckpoint(_folder.Path, TestLog.Key.Verifier).Value.Cosignatures(witness.Verifier).Value).Time);
        using (var log = LogWriter.Open(_folder.Path, TestLog.Key))
        {
            Assert.Single(log.Checkpoint.Cosignatures(witness.Verifier).Value);
            log.Append(TestLog.Entries(5, 6));
        }

        Assert.Empty(LogReader.ReadCheckpoint(_folder.Path, TestLog.Key.Verifier).Value.Cosignatures(witness.Verifier).Value);
        Assert.Equal(6, TestLog.Check(_folder.Path));
    }

    [Fact]
    public void Append_AfterTheDiskRefused_IsRefusedUntilTheLogIsOpenedAgain()
    {
        var files = new DyingFiles();
        using (var log = LogWriter.Open(_folder.Path, TestLog.Key, files))
        {
            log.Append(TestLog.Entries(0, 5));
            files.EndAt(3, Ending.Refused);
            Assert.Throws<IOException>(() => log.Append(TestLog.Entries(5, 6)));
            Assert.Throws<InvalidOperationException>(() => log.Append(TestLog.Entries(5, 6)));
            Assert.Throws<InvalidOperationException>(() => log.Cosigned(log.Checkpoint));
            Assert.Equal(5ul, log.Size);
        }

        using var next = LogWriter.Open(_folder.Path, TestLog.Key);
        Assert.Equal(5ul, next.Append(TestLog.Entries(5, 6)));
        Assert.Equal(6, TestLog.Check(_folder.Path));
    }

    [Fact]
    public void Append_EntryTooLong_AppendsNothingAndGoesOn()
    {
        using var log = LogWriter.Open(_folder.Path, TestLog.Key);
        log.Append(TestLog.Entries(0, 1));
        Assert.Throws<ArgumentException>(() => log.Append(TestLog.Entry(1), new byte[EntryBundle.LongestEntry + 1]));
        Assert.Equal(1ul, log.Append(TestLog.Entries(1, 2)));
        Assert.Equal(2, TestLog.Check(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
