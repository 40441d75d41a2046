using System.Security.Cryptography;
using Signpost.Contracts.V1;
using Signpost.Tests.Support;
using Signpost.Trust;

namespace Signpost.AuditLog.Tests;

public sealed class ChainTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Path => _folder["chain"];

    [Fact]
    public void Writer_EveryKindOfFactOverTwoOpenings_IsAChainWithoutFindings()
    {
        foreach (var half in new[] { TestChain.Facts[..7], TestChain.Facts[7..] })
        {
            using var chain = Open();
            foreach (var fact in half) chain.Append(TestChain.At, fact);
        }

        Assert.Empty(ChainChecker.Check(File.ReadAllBytes(Path), TestChain.Unit, TestChain.Id, TestChain.PublicKey, known: (ulong)TestChain.Facts.Length));
        var kinds = ChainFile.Read(File.ReadAllBytes(Path))!.Records.Select(bytes => UnitRecords.Verify(bytes, TestChain.Unit, TestChain.Key).Value.FactCase);
        Assert.Equal(Enum.GetValues<UnitRecord.FactOneofCase>().Where(kind => kind != UnitRecord.FactOneofCase.None).Order(), kinds.Order());
    }

    [Fact]
    public void Writer_After_HandsOverWhatIsNew()
    {
        using var chain = Open();
        byte[][] signed = [.. TestChain.Facts.Take(5).Select(fact => chain.Append(TestChain.At, fact))];
        Assert.Equal(signed[2..], chain.After(2).Select(record => record.ToArray()));
        Assert.Empty(chain.After(5));
        Assert.Equal(SHA256.HashData(chain.Append(TestChain.At, TestChain.Facts[5])), chain.Head.ToArray());
        Assert.Equal(6, chain.After(0).Count);
    }

    [Fact]
    public void Writer_FactThatIsMissingOrNotWhole_WritesNothingAndGoesOn()
    {
        using var chain = Open();
        Assert.Throws<ArgumentException>(() => chain.Append(TestChain.At, _ => { }));
        Assert.Throws<ArgumentException>(() => chain.Append(TestChain.At, r => r.Purged = new Purged()));
        Assert.Throws<ArgumentException>(() => chain.Append(TestChain.At, r => r.Suspended = new Suspended { Reasons = { SuspensionReason.Stale, SuspensionReason.BeaconDark } }));
        chain.Append(TestChain.At, TestChain.Facts[0]);
        Assert.Equal(1ul, chain.Sequence);
    }

    [Fact]
    public void Writer_AfterTheDiskRefused_IsRefusedUntilTheChainIsOpenedAgain()
    {
        var files = new DyingFiles();
        using (var chain = ChainWriter.Open(Path, TestChain.Unit, TestChain.Id, TestChain.Key, files))
        {
            files.EndAt(1, Ending.Refused);
            Assert.Throws<IOException>(() => chain.Append(TestChain.At, TestChain.Facts[0]));
            Assert.Throws<InvalidOperationException>(() => chain.Append(TestChain.At, TestChain.Facts[0]));
        }

        // Half of the record was written.
        using var next = Open();
        Assert.Equal(0ul, next.Sequence);
        Assert.NotEqual(0, next.CutBytes);
        next.Append(TestChain.At, TestChain.Facts[0]);
        Assert.Equal(1ul, next.Sequence);
    }

    [Fact]
    public void Open_FileCutAtEveryByte_KeepsTheWholeRecordsAndSaysWhatWasCut()
    {
        var records = TestChain.Records(3);
        var whole = TestChain.File(records);
        var second = TestChain.File(records[..2]).Length;
        for (var length = second; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            using (var chain = Open())
            {
                var isWhole = length == whole.Length;
                Assert.Equal((isWhole ? 3ul : 2ul, isWhole ? 0 : length - second), (chain.Sequence, chain.CutBytes));
                chain.Append(TestChain.At, TestChain.Facts[3]);
            }

            Assert.Empty(ChainChecker.Check(File.ReadAllBytes(Path), TestChain.Unit, TestChain.Id, TestChain.PublicKey));
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5000)]
    public void Open_EndOfZeros_IsCutWhereOneRecordCouldHaveStood(int zeros)
    {
        var whole = TestChain.File(TestChain.Records(3));
        File.WriteAllBytes(Path, [.. whole, .. new byte[zeros]]);
        if (zeros > ChainFrame.HeaderLength + UnitRecords.LongestRecord)
        {
            Assert.Throws<AuditLogException>(Open);
            return;
        }

        using var chain = Open();
        Assert.Equal((3ul, zeros), (chain.Sequence, chain.CutBytes));
    }

    // Every byte but the last record's, which cannot be told from one that was torn.
    [Fact]
    public void Open_AnyByteBeforeTheLastRecordAltered_IsRefusedAndLeftAsItIs()
    {
        var records = TestChain.Records(3);
        var whole = TestChain.File(records);
        for (var i = 0; i < TestChain.File(records[..2]).Length; i++)
        {
            var altered = (byte[])whole.Clone();
            altered[i] ^= 0x10;
            File.WriteAllBytes(Path, altered);
            Assert.Throws<AuditLogException>(Open);
            Assert.Equal(altered, File.ReadAllBytes(Path));
            Assert.NotEmpty(ChainChecker.Check(altered, TestChain.Unit, TestChain.Id, TestChain.PublicKey));
        }
    }

    [Fact]
    public void Open_AnotherUnitsChainOrKey_IsRefused()
    {
        File.WriteAllBytes(Path, TestChain.File(TestChain.Records(2)));
        Assert.Throws<AuditLogException>(() => ChainWriter.Open(Path, TestChain.OtherUnit, TestChain.Id, TestChain.OtherKey));
        Assert.Throws<AuditLogException>(() => ChainWriter.Open(Path, TestChain.Unit, TestChain.Order, TestChain.Key));
        Assert.Throws<AuditLogException>(() => ChainWriter.Open(Path, TestChain.Unit, TestChain.Id, TestChain.OtherKey));
        using (Open())
        {
            Assert.Throws<AuditLogException>(Open);
        }
    }

    // What the checker says of chains whose frames are whole.
    public static TheoryData<string, string> Tampered() => new()
    {
        { "none", "" },
        { "deleted", "Deleted" },
        { "first deleted", "Deleted" },
        { "reordered", "Reordered" },
        { "repeated", "Repeated" },
        { "truncated", "Truncated" },
        { "other key", "Altered Truncated" },
        { "forked", "Forked" },
        { "rewritten", "Forked" },
        { "other unit's", "Malformed" },
        { "other chain's", "Inserted" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public void Checker_ChainTamperedWith_NamesHow(string how, string expected)
    {
        var records = TestChain.Records(6);
        var findings = ChainChecker.Check(TestChain.File(Tamper(how, records)), TestChain.Unit, TestChain.Id, TestChain.PublicKey, known: how == "other chain's" ? 0ul : 6);
        Assert.Equal(expected, string.Join(' ', findings.Select(finding => finding.Kind).Distinct()));
    }

    internal static IEnumerable<byte[]> Tamper(string how, byte[][] records) => how switch
    {
        "deleted" => [.. records[..2], .. records[3..]],
        "first deleted" => records[1..],
        "reordered" => [.. records[..2], records[3], records[2], .. records[4..]],
        "repeated" => [.. records[..3], .. records[2..]],
        "truncated" => records[..^1],
        "other key" => [.. records[..^1], CoseWith(TestChain.OtherKey, records)],
        "forked" => [.. records, UnitRecords.Sign(Other(6, records), TestChain.Key)],
        "rewritten" => [.. records[..3], UnitRecords.Sign(Other(4, records), TestChain.Key), .. records[4..]],
        "other unit's" => [.. records, TestChain.Records(1, TestChain.OtherUnit)[0]],
        "other chain's" => [.. records, TestChain.Records(1, change: (_, record) => record.ChainId = Contracts.WireId.From(TestChain.Order))[0]],
        _ => records,
    };

    public void Dispose() => _folder.Dispose();

    private ChainWriter Open() => ChainWriter.Open(Path, TestChain.Unit, TestChain.Id, TestChain.Key);

    private static UnitRecord Other(int sequence, byte[][] records)
    {
        var record = TestChain.Record(sequence, SHA256.HashData(records[sequence - 2]));
        record.Stopped = new Stopped { Reason = DeletionReason.Revoked };
        return record;
    }

    private static byte[] CoseWith(ECDsa key, byte[][] records) => UnitRecords.Sign(TestChain.Record(records.Length, SHA256.HashData(records[^2])), key);
}
