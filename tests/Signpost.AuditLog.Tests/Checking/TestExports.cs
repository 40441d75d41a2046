using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.AuditLog.Tests;

/// <summary>A log of two units' records and of staff actions, in a folder.</summary>
internal static class TestExports
{
    public const int Records = 12;

    /// <summary>Entries: the units' records in turn, and a staff action after every second.</summary>
    public static List<byte[]> Entries(int records = Records)
    {
        var (one, two) = (TestChain.Records(records), TestChain.Records(records, TestChain.OtherUnit));
        var entries = new List<byte[]>();
        for (var i = 0; i < records; i++)
        {
            entries.Add(LogEntries.OfUnit(one[i]));
            entries.Add(LogEntries.OfUnit(two[i]));
            entries.Add(LogEntries.OfStaff(Staff(i)));
        }

        return entries;
    }

    public static StaffRecord Staff(int i) => new()
    {
        At = TestChain.At.AddMinutes(i).ToTimestamp(),
        Action = "order.signed",
        OrderId = WireId.From(TestChain.Order),
        Digest = ByteString.CopyFrom(SaltedDigest.Compute(new byte[SaltedDigest.SaltLength], BitConverter.GetBytes(i))),
    };

    /// <summary>Writes a log of entries.</summary>
    public static void Write(string folder, IEnumerable<byte[]> entries)
    {
        using var log = LogWriter.Open(folder, TestLog.Key);
        log.Append([.. entries.Select(entry => (ReadOnlyMemory<byte>)entry)]);
    }

    /// <summary>Exports a folder.</summary>
    public static byte[] Export(string folder)
    {
        var checkpoint = LogReader.ReadCheckpoint(folder, TestLog.Key.Verifier).Value;
        using var export = new MemoryStream();
        LogExport.Write(new LogReader(folder, checkpoint.Checkpoint), checkpoint, TestChain.Units, export);
        return export.ToArray();
    }

    /// <summary>What an export is made of, for tampering with a part: what stands before the entries, and the entries.</summary>
    public static (byte[] Before, List<byte[]> Entries) Open(byte[] export, int size)
    {
        var header = 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(export.AsSpan(8));
        var before = header + (size * TreeHash.Length);
        return (export[..before], [.. EntryBundle.Read(export.AsMemory(before))!.Select(entry => entry.ToArray())]);
    }

    public static byte[] Close(byte[] before, IEnumerable<byte[]> entries)
    {
        using var export = new MemoryStream();
        export.Write(before);
        foreach (var entry in entries) EntryBundle.Write(export, entry);
        return export.ToArray();
    }
}
