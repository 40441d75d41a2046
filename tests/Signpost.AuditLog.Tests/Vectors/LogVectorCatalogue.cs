using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog.Tests;

/// <summary>Every case that a vector file exists for. Keys are the same in every run; the units' signatures are not, so that the committed files are written once: set
/// SIGNPOST_WRITE_VECTORS to a folder and run <see cref="LogVectorTests"/>.</summary>
internal static class LogVectorCatalogue
{
    private static readonly NoteSigner Witness = NoteSigner.From("witness.example/1", NoteKeyType.Cosignature, NoteTests.Seed(9));
    private static readonly TreeHash[] Reference = [.. Trees.ReferenceLeaves.Select(leaf => TreeHash.Leaf(leaf))];
    private static readonly Lazy<SortedDictionary<string, LogVector>> Cases = new(Make);

    public static IReadOnlyDictionary<string, LogVector> All => Cases.Value;

    private static SortedDictionary<string, LogVector> Make()
    {
        var all = new SortedDictionary<string, LogVector>(StringComparer.Ordinal);
        foreach (var (name, vector) in Notes().Concat(Checkpoints()).Concat(Proofs()).Concat(Records()).Concat(Chains()).Concat(Exports())) all.Add(name, vector);
        return all;
    }

    private static IEnumerable<(string Name, LogVector Vector)> Notes()
    {
        yield return Case("note", "the example of golang.org/x/mod/sumdb/note", LogVector.Accepted, NoteTests.PeterNote);
        yield return Case("note-altered", "one letter of the text", "BadSignature", "J" + NoteTests.PeterNote[1..]);
        yield return Case("note-without-signatures", "the text and a blank line", "Malformed", NoteTests.PeterNote[..(NoteTests.PeterNote.LastIndexOf("\n\n", StringComparison.Ordinal) + 2)]);
        yield return Case("note-with-a-return", "a carriage return", "Malformed", "\r" + NoteTests.PeterNote);
        yield return Case("note-unknown-key", "signed by another name", "BadSignature", NoteTests.PeterNote.Replace("— PeterNeumann", "— PeterNewmann", StringComparison.Ordinal));

        static (string, LogVector) Case(string name, string comment, string expect, string note) => (name, new LogVector(comment, expect) { Key = NoteTests.Peter, Note = note });
    }

    private static IEnumerable<(string Name, LogVector Vector)> Checkpoints()
    {
        var checkpoint = new Checkpoint(TestLog.Key.Verifier.Name, 8, Trees.ReferenceRoots[8]);
        var signed = SignedCheckpoint.Sign(checkpoint, TestLog.Key);
        var cosigned = signed.Cosign(Witness, TestChain.At).Note;
        var later = cosigned.Signatures[1].Bytes.ToArray();
        later[7]++;
        yield return Case("checkpoint", "the reference tree's", LogVector.Accepted, signed.Note);
        yield return Case("checkpoint-cosigned", "with a witness", LogVector.Accepted, cosigned);
        yield return Case("checkpoint-cosigned-a-second-later", "the time of the cosignature is another", "BadSignature", cosigned with { Signatures = [cosigned.Signatures[0], cosigned.Signatures[1] with { Bytes = later }] });
        yield return Case("checkpoint-of-another-log", "another origin, signed by this log's key", "BadSignature", SignedNote.Sign((checkpoint with { Origin = "signpost.example/other" }).ToText(), TestLog.Key));
        yield return Case("checkpoint-extension-line", "a fourth line", "Malformed", SignedNote.Sign(checkpoint.ToText() + "extension\n", TestLog.Key));
        yield return Case("checkpoint-leading-zero", "the size is 08", "Malformed", SignedNote.Sign(checkpoint.ToText().Replace("\n8\n", "\n08\n", StringComparison.Ordinal), TestLog.Key));
        yield return Case("checkpoint-size-altered", "the size is 9, the signature that of 8", "BadSignature", signed.Note with { Text = (checkpoint with { Size = 9 }).ToText() });

        static (string, LogVector) Case(string name, string comment, string expect, SignedNote note) => (name, new LogVector(comment, expect)
        {
            Key = TestLog.Key.Verifier.ToString(),
            Witness = note.Signatures.Count > 1 ? Witness.Verifier.ToString() : null,
            Checkpoint = Encoding.UTF8.GetString(note.ToBytes()),
        });
    }

    private static IEnumerable<(string Name, LogVector Vector)> Proofs()
    {
        var nodes = new MemoryNodes(Reference);
        var (path, proof) = (MerkleTree.Inclusion(nodes, 5, 8), MerkleTree.Consistency(nodes, 6, 8));
        yield return ("inclusion", Inclusion("leaf 5 of the reference tree of 8", LogVector.Accepted, 5, path));
        yield return ("inclusion-of-another-index", Inclusion("its proof, for leaf 4", LogVector.Refused, 4, path));
        yield return ("inclusion-cut-off", Inclusion("the last hash is missing", LogVector.Refused, 5, path[..^1]));
        yield return ("inclusion-extended", Inclusion("a hash too many", LogVector.Refused, 5, [.. path, path[0]]));
        yield return ("consistency", Consistency("6 and 8 leaves of the reference tree", LogVector.Accepted, 6, Trees.ReferenceRoots[6], proof));
        yield return ("consistency-from-nothing", Consistency("every tree begins with nothing", LogVector.Accepted, 0, TreeHash.Empty, []));
        yield return ("consistency-of-a-rewritten-tree", Consistency("the older root is another tree's", LogVector.Refused, 6, Trees.ReferenceRoots[5], proof));
        yield return ("consistency-without-a-proof", Consistency("no hashes", LogVector.Refused, 6, Trees.ReferenceRoots[6], []));

        static LogVector Inclusion(string comment, string expect, ulong index, TreeHash[] proof) => new(comment, expect)
        {
            Leaf = Reference[5].ToString(),
            From = index,
            Size = 8,
            Root = Trees.ReferenceRoots[8].ToString(),
            Proof = [.. proof.Select(hash => hash.ToString())],
        };
        static LogVector Consistency(string comment, string expect, ulong from, TreeHash root, TreeHash[] proof) => new(comment, expect)
        {
            OldRoot = root.ToString(),
            From = from,
            Size = 8,
            Root = Trees.ReferenceRoots[8].ToString(),
            Proof = [.. proof.Select(hash => hash.ToString())],
        };
    }

    private static IEnumerable<(string Name, LogVector Vector)> Records()
    {
        foreach (var bytes in TestChain.Records(TestChain.Facts.Length))
        {
            var kind = UnitRecords.Read(bytes, TestChain.Unit).Value.FactCase.ToString();
            yield return Case("record-" + string.Concat(kind.Select((letter, i) => char.IsUpper(letter) && i > 0 ? "-" + letter : $"{letter}")).ToLowerInvariant(), "one of its kind", LogVector.Accepted, bytes);
        }

        yield return Case("record-trailing-byte", "one byte after the end", "Malformed", [.. TestChain.Records(1)[0], 0]);
        yield return Case("record-of-another-unit", "signed as another unit", "WrongUnit", TestChain.Records(1, TestChain.OtherUnit)[0]);
        yield return Spoilt("record-other-key", "signed by another unit's key", "BadSignature", _ => { }, TestChain.OtherKey);
        yield return Spoilt("record-unknown-version", "format version 2", "UnknownVersion", r => r.FormatVersion = 2);
        yield return Spoilt("record-no-fact", "nothing happened", "Incomplete", r => r.ClearFact());
        yield return Spoilt("record-no-chain", "of no chain", "Incomplete", r => r.ChainId = ByteString.Empty);
        yield return Spoilt("record-sequence-0", "sequences count from 1", "Incomplete", r => r.Sequence = 0);
        yield return Spoilt("record-first-with-a-digest", "the first follows another", "Incomplete", r => r.PreviousDigest = ByteString.CopyFrom(new byte[32]));
        yield return Spoilt("record-second-without-a-digest", "the second follows none", "Incomplete", r => r.Sequence = 2);
        yield return Spoilt("record-no-time", "at no time", "Incomplete", r => r.At = null);
        yield return Spoilt("record-short-digest", "31 bytes of the engineer's digest", "Incomplete", r => r.EngineerSignedIn = new EngineerSignedIn { Digest = ByteString.CopyFrom(new byte[31]) });
        yield return Spoilt("record-unknown-reason", "a reason that there is not", "Incomplete", r => r.Purged = new Purged { Reason = (DeletionReason)99 });
        yield return Spoilt("record-reasons-turned-round", "reasons do not ascend", "Incomplete", r => r.Suspended = new Suspended { Reasons = { SuspensionReason.Stale, SuspensionReason.NoOrder } });

        // Signed as by a unit that breaks the rules.
        static (string, LogVector) Spoilt(string name, string comment, string expect, Action<UnitRecord> spoil, ECDsa? key = null)
        {
            var record = TestChain.Record(1, []);
            spoil(record);
            return Case(name, comment, expect, TestCose.Sign(TestChain.Unit, record.ToByteArray(), key ?? TestChain.Key));
        }

        static (string, LogVector) Case(string name, string comment, string expect, byte[] record) =>
            (name, new LogVector(comment, expect) { UnitId = TestChain.Unit, UnitSigningPublicKey = TestChain.PublicKey, Record = record });
    }

    private static IEnumerable<(string Name, LogVector Vector)> Chains()
    {
        var records = TestChain.Records(6);
        foreach (var row in ChainTests.Tampered())
        {
            var (how, expect) = row.Data;
            var name = how == "none" ? "chain" : "chain-" + how.Replace("'s", "", StringComparison.Ordinal).Replace(' ', '-');
            yield return Case(name, how, expect.Length == 0 ? LogVector.Accepted : expect, TestChain.File(ChainTests.Tamper(how, records)), how == "other chain's" ? 0ul : 6);
        }

        var whole = TestChain.File(records);
        yield return Case("chain-torn", "the last record's writing was cut off", "Truncated", whole[..^20], 5);
        yield return Case("chain-damaged", "one bit of the second record", "Malformed Truncated", [.. whole[..500], (byte)(whole[500] ^ 1), .. whole[501..]], 6);
        yield return Case("chain-of-something-else", "another first byte", "Malformed", [0, .. whole[1..]], 6);

        static (string, LogVector) Case(string name, string comment, string expect, byte[] chain, ulong known) =>
            (name, new LogVector(comment, expect) { UnitId = TestChain.Unit, UnitSigningPublicKey = TestChain.PublicKey, ChainId = TestChain.Id, Known = known, Chain = chain });
    }

    private static IEnumerable<(string Name, LogVector Vector)> Exports()
    {
        const int size = 12;
        var export = Exported(TestExports.Entries(size / 3));
        var (before, entries) = TestExports.Open(export, size);
        var staff = LogEntries.OfStaff(TestExports.Staff(99));
        var firstHash = before.Length - (size * TreeHash.Length);
        yield return Case("export", "two units' records and staff actions", LogVector.Accepted, export);
        yield return Case("export-deleted", "a staff action is left out", "Deleted", TestExports.Close(before, [.. entries[..5], .. entries[6..]]));
        yield return Case("export-record-deleted", "a unit's record is left out: the tree and the chain miss it", "Deleted", TestExports.Close(before, [.. entries[..3], .. entries[4..]]));
        yield return Case("export-altered", "a staff action is another", "Altered", TestExports.Close(before, [.. entries[..5], staff, .. entries[6..]]));
        yield return Case("export-inserted", "a staff action is added", "Inserted", TestExports.Close(before, [.. entries[..5], staff, .. entries[5..]]));
        yield return Case("export-reordered", "two staff actions change places", "Reordered", TestExports.Close(before, [.. entries[..2], entries[5], .. entries[3..5], entries[2], .. entries[6..]]));
        yield return Case("export-truncated", "the last entry is missing", "Truncated", TestExports.Close(before, entries[..^1]));
        yield return Case("export-wrong-root", "a hash is another", "Altered WrongRoot", [.. export[..firstHash], (byte)(export[firstHash] ^ 1), .. export[(firstHash + 1)..]]);
        yield return Case("export-forked", "a well-signed log with two histories of one unit", "Forked", Exported(ChainTests.Tamper("forked", TestChain.Records(6)).Select(record => LogEntries.OfUnit(record))));
        yield return Case("export-gap", "a well-signed log that a record never reached", "Deleted", Exported(ChainTests.Tamper("deleted", TestChain.Records(6)).Select(record => LogEntries.OfUnit(record))));
        yield return Case("export-of-something-else", "another first byte", "Malformed", [0, .. export[1..]]);
        yield return ("export-other-key", new LogVector("checked with another log's key", "BadSignature") { Key = NoteTests.Peter, Export = export });

        static (string, LogVector) Case(string name, string comment, string expect, byte[] export) => (name, new LogVector(comment, expect) { Key = TestLog.Key.Verifier.ToString(), Export = export });
    }

    private static byte[] Exported(IEnumerable<byte[]> entries)
    {
        using var folder = new TemporaryDirectory();
        TestExports.Write(folder.Path, entries);
        return TestExports.Export(folder.Path);
    }
}
