using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.AuditLog;
using Signpost.Benchmarks.Measuring;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Benchmarks.Records;

/// <summary>What the record costs: appending with everything flushed, a log of a million units' records from its making to its check, and the size of proofs.</summary>
internal static class RecordsPart
{
    private const int Million = 1_000_000, Batch = 10_000, Units = 4, Batches = 200;

    public static IReadOnlyList<Section> Measure()
    {
        var folder = Directory.CreateTempSubdirectory("signpost-records-");
        try
        {
            return [Appends(folder.FullName), Log(Path.Combine(folder.FullName, "million"), Million)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Section Appends(string folder)
    {
        var rows = new List<object?[]>();
        using (var key = P256.CreateKey())
        using (var chain = ChainWriter.Open(Path.Combine(folder, "chain"), "unit-1", Guid.NewGuid(), key))
        {
            var each = Each(() => chain.Append(DateTimeOffset.UnixEpoch, record => record.SelfTested = new SelfTested { PackDigest = ByteString.CopyFrom(new byte[32]) }));
            rows.Add(["a unit's record, signed", 1, Math.Round(each, 2), Math.Round(1000 / each)]);
        }

        using var signer = NoteSigner.Create("signpost.example/bench", NoteKeyType.Note);
        using var log = LogWriter.Open(Path.Combine(folder, "log"), signer);
        foreach (var size in new[] { 1, 10, 100, 1000 })
        {
            ReadOnlyMemory<byte>[] entries = [.. Enumerable.Range(0, size).Select(_ => (ReadOnlyMemory<byte>)RandomNumberGenerator.GetBytes(400))];
            var each = Each(() => log.Append(entries));
            rows.Add(["the log, entries of 400 bytes", size, Math.Round(each, 2), Math.Round(size * 1000 / each)]);
        }

        return new Section(
            "appends", "Appends, everything flushed to the disk",
            [$"Median of {Batches} by the clock, in a folder for temporary files: what a flush costs there is the disk's and the file system's. A batch in the log is on the disk with its tiles and a signed checkpoint when the call returns."],
            ["what", "entries a batch", "ms a batch", "entries a second"],
            rows);

        static double Each(Action append)
        {
            var times = new double[Batches];
            for (var i = 0; i < Batches; i++) times[i] = Clock(append);
            Array.Sort(times);
            return times[Batches / 2];
        }
    }

    private static Section Log(string folder, int records)
    {
        using var signer = NoteSigner.Create("signpost.example/bench", NoteKeyType.Note);
        var units = Enumerable.Range(1, Units).Select(i => new Unit($"unit-{i}")).ToArray();
        var made = Clock(() => Make(folder, signer, units, records));
        var checkpoint = LogReader.ReadCheckpoint(folder, signer.Verifier).Value;
        var reader = new LogReader(folder, checkpoint.Checkpoint);
        var size = checkpoint.Checkpoint.Size;
        var inclusion = Clocked.Time(() => reader.Inclusion(size / 3, size), runs: 50, warmUp: 10);
        var consistency = Clocked.Time(() => reader.Consistency(size / 3, size), runs: 50, warmUp: 10);
        var (leaf, included) = (TreeHash.Leaf(reader.Entry(size / 3).Span), reader.Inclusion(size / 3, size));
        var checkedOnce = Clocked.Time(() =>
        {
            if (!MerkleProof.IsIncluded(leaf, size / 3, size, included, checkpoint.Checkpoint.Root)) throw new InvalidDataException("A proof does not hold.");
        });
        LogReport? report = null;
        var verified = Clock(() => report = LogChecker.CheckFolder(folder, signer.Verifier, units.ToDictionary(unit => unit.Id, unit => unit.PublicKey)));
        if (report is not { IsSound: true } || report.Records != (ulong)records) throw new InvalidDataException($"The log that was made is not sound: {(report?.Findings is [var first, ..] ? first : null)}");
        var bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        using var process = Process.GetCurrentProcess();
        return new Section(
            "log", $"A log of {records:N0} units' records",
            [$"{Units} units' chains of signed records in batches of {Batch:N0}. Seconds by the clock, once; the check verifies every signature, link, entry and tile on one core. Proofs are of an entry a third along, milliseconds of processor time. The peak is the whole process's, which also makes the records."],
            ["what", "value"],
            [
                ["made, s", Math.Round(made / 1000, 1)],
                ["on disk, MB", Math.Round(bytes / 1e6)],
                ["checked whole, s", Math.Round(verified / 1000, 1)],
                ["records checked a second", Math.Round(records * 1000 / verified)],
                ["proof of inclusion, bytes", included.Count * TreeHash.Length],
                ["proof of inclusion made, ms", Math.Round(inclusion.Median, 3)],
                ["proof of inclusion checked, ms", Math.Round(checkedOnce.Median, 4)],
                ["proof of consistency, bytes", reader.Consistency(size / 3, size).Count * TreeHash.Length],
                ["proof of consistency made, ms", Math.Round(consistency.Median, 3)],
                ["peak memory of the process, MB", Math.Round(process.PeakWorkingSet64 / 1e6)],
            ]);
    }

    private static void Make(string folder, NoteSigner signer, Unit[] units, int records)
    {
        using var log = LogWriter.Open(folder, signer);
        var batch = new ReadOnlyMemory<byte>[Math.Min(Batch, records)];
        for (var done = 0; done < records; done += batch.Length)
        {
            Parallel.For(0, units.Length, at =>
            {
                for (var i = at; i < batch.Length; i += units.Length) batch[i] = LogEntries.OfUnit(units[at].Next());
            });
            log.Append(batch);
        }
    }

    private static double Clock(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>A unit that sees a match every time it is asked.</summary>
    private sealed class Unit(string id)
    {
        private readonly ECDsa key = P256.CreateKey();
        private readonly ByteString chain = WireId.From(Guid.NewGuid());
        private byte[] previous = [];
        private ulong sequence;

        public string Id => id;

        public ReadOnlyMemory<byte> PublicKey => key.ExportSubjectPublicKeyInfo();

        public byte[] Next()
        {
            var record = UnitRecords.Sign(
                new UnitRecord
                {
                    FormatVersion = 1,
                    UnitId = id,
                    ChainId = chain,
                    Sequence = ++sequence,
                    PreviousDigest = ByteString.CopyFrom(previous),
                    At = DateTimeOffset.UnixEpoch.AddSeconds(sequence).ToTimestamp(),
                    EventMade = new EventMade { OrderId = chain, EventId = chain, Revision = 1, Digest = ByteString.CopyFrom(new byte[32]) },
                },
                key);
            previous = SHA256.HashData(record);
            return record;
        }
    }
}
