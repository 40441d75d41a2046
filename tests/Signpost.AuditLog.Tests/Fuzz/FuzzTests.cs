using System.Text;
using Signpost.Tests.Support;
using Signpost.Trust;

namespace Signpost.AuditLog.Tests;

/// <summary>Every reader of outside bytes in the audit log.</summary>
internal static class Targets
{
    private static readonly NoteVerifier Peter = NoteVerifier.Read(NoteTests.Peter).Value;
    private static readonly NoteSigner Witness = NoteSigner.From("witness.example/1", NoteKeyType.Cosignature, NoteTests.Seed(9));
    private static readonly byte[] SignedNote = Encoding.UTF8.GetBytes(NoteTests.PeterNote);
    private static readonly byte[] Signed = SignedCheckpoint.Sign(new Checkpoint(TestLog.Key.Verifier.Name, 8, Trees.ReferenceRoots[8]), TestLog.Key).Cosign(Witness, TestChain.At).Note.ToBytes();
    private static readonly byte[] Record = TestChain.Records(1)[0];
    private static readonly Lazy<byte[]> Export = new(() =>
    {
        using var folder = new TemporaryDirectory();
        TestExports.Write(folder.Path, TestExports.Entries(2));
        return TestExports.Export(folder.Path);
    });

    public static readonly IReadOnlyDictionary<string, (Func<IEnumerable<byte[]>> Corpus, Func<byte[], string> Read)> All = new Dictionary<string, (Func<IEnumerable<byte[]>>, Func<byte[], string>)>
    {
        ["signed note"] = (() => [SignedNote, Signed], ReadNote),
        ["checkpoint, signed"] = (() => [Signed], ReadCheckpoint),
        ["checkpoint"] = (() => [Encoding.UTF8.GetBytes("log.example/1\n8\nXcnaeacGWamtVZy3Ad7Zoquddjqa0vSWDP43Dv9GBDKA\n"), Encoding.UTF8.GetBytes(Checkpointed())], ReadCheckpointText),
        ["verifier key"] = (() => [Encoding.UTF8.GetBytes(NoteTests.Peter)], bytes => ReadKey(Encoding.UTF8.GetString(bytes))),
        ["entry bundle"] = (() => [[0, 1, 7, 0, 0], [0, 0]], bytes => EntryBundle.Read(bytes) is { } entries ? $"{entries.Count} entries" : "none"),
        ["log entry"] = (() => [LogEntries.OfUnit(Record), LogEntries.OfStaff(TestExports.Staff(1))], bytes => Say(LogEntries.Read(bytes))),
        ["unit record, signed"] = (() => [Record], ReadRecord),
        ["chain's file"] = (() => [TestChain.File(TestChain.Records(3))], bytes => Say(ChainChecker.Check(bytes, TestChain.Unit, TestChain.Id, TestChain.PublicKey, known: 3))),
        ["export"] = (() => [Export.Value], ReadExport),
    };

    private static string Checkpointed() => new Checkpoint("log.example/1", 8, Trees.ReferenceRoots[8]).ToText();

    // What is taken is written again as it came.
    private static string ReadNote(byte[] bytes)
    {
        if (!AuditLog.SignedNote.Read(bytes).TryGet(out var note, out var refusal)) return refusal.ToString();
        Assert.Equal(bytes, note.ToBytes());
        if (!note.Verify(Peter, TestLog.Key.Verifier).TryGet(out var keys, out refusal)) return refusal.ToString();
        Assert.Contains(note.Text, (string[])[NoteTests.PeterNote[..note.Text.Length], Encoding.UTF8.GetString(Signed)[..note.Text.Length]]);
        return $"signed by {keys.Count}";
    }

    private static string ReadCheckpoint(byte[] bytes)
    {
        if (!SignedCheckpoint.Open(bytes, TestLog.Key.Verifier).TryGet(out var checkpoint, out var refusal)) return refusal.ToString();
        Assert.Equal(Trees.ReferenceRoots[8], checkpoint.Checkpoint.Root);
        if (!checkpoint.Cosignatures(Witness.Verifier).TryGet(out var seen, out refusal)) return refusal.ToString();
        Assert.All(seen, cosignature => Assert.Equal(TestChain.At, cosignature.Time));
        return $"cosigned by {seen.Count}";
    }

    private static string ReadCheckpointText(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (!Checkpoint.Read(text).TryGet(out var checkpoint, out var refusal)) return refusal.ToString();
        Assert.Equal(text, checkpoint.ToText());
        return "read";
    }

    private static string ReadKey(string text)
    {
        if (!NoteVerifier.Read(text).TryGet(out var key, out var refusal)) return refusal.ToString();
        Assert.Equal(text, key.ToString());
        return "read";
    }

    private static string ReadRecord(byte[] bytes)
    {
        var answer = Say(UnitRecords.Verify(bytes, TestChain.Unit, TestChain.Key));
        if (answer == "accepted") Assert.Equal(Record, bytes);
        return answer;
    }

    private static string ReadExport(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var report = LogChecker.CheckExport(stream, TestLog.Key.Verifier);
        if (report.IsSound) Assert.Equal(Export.Value, bytes);
        return Say(report.Findings);
    }

    private static string Say<T>(Result<T> result)
        where T : class => result.IsAccepted ? "accepted" : result.Refusal.ToString();

    private static string Say(IReadOnlyList<LogFinding> findings) => findings.Count == 0 ? "sound" : string.Join(' ', findings.Select(finding => finding.Kind).Distinct());
}

/// <summary>A short smoke of every target, in every run.</summary>
public sealed class FuzzSmokeTests
{
    public static TheoryData<string> Names() => [.. Targets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reader_NearlyRightBytes_AnswersAndTakesNoMutation(string target)
    {
        var (corpus, read) = Targets.All[target];
        var fuzzer = new Fuzzer(target, seed: 1, corpus(), keep: false);
        fuzzer.Run(200, read);
        Assert.InRange(fuzzer.Answers, 2, int.MaxValue);
    }
}

/// <summary>A million executions of every target: <c>./signpost test --suite fuzz</c>.</summary>
[Trait("Suite", "fuzz")]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long Executions = 1_000_000;

    public static TheoryData<string> Names() => [.. Targets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reader_AMillionInputs_NoneThrowsAndNoMutationIsTaken(string target)
    {
        var (corpus, read) = Targets.All[target];
        var fuzzer = new Fuzzer(target, seed: 2, corpus(), keep: true);
        fuzzer.Run(Executions, read);
        output.WriteLine($"{target}: {fuzzer.Executions} executions, {fuzzer.Answers} different answers");
    }
}
