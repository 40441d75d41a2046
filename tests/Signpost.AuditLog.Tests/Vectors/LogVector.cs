using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Trust;

namespace Signpost.AuditLog.Tests;

/// <summary>A file that names its outcome: what a reader is given, and what it must answer. Another implementation can read these as well.</summary>
/// <param name="Comment">What is wrong with it, for a person.</param>
/// <param name="Expect">"Accepted" or a RefusalReason; "Refused" of a proof; the LogFindingKinds of a chain or an export, by the alphabet.</param>
internal sealed record LogVector(string Comment, string Expect)
{
    public const string Accepted = "Accepted";
    public const string Refused = "Refused";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    public string? Key { get; init; }
    public string? Witness { get; init; }
    public string? Note { get; init; }
    public string? Checkpoint { get; init; }
    public string? Leaf { get; init; }
    public ulong? From { get; init; }
    public ulong? Size { get; init; }
    public string? OldRoot { get; init; }
    public string? Root { get; init; }
    public string[]? Proof { get; init; }
    public string? UnitId { get; init; }
    public byte[]? UnitSigningPublicKey { get; init; }
    public byte[]? Record { get; init; }
    public Guid? ChainId { get; init; }
    public ulong? Known { get; init; }
    public byte[]? Chain { get; init; }
    public byte[]? Export { get; init; }

    public static LogVector Load(string path) => JsonSerializer.Deserialize<LogVector>(File.ReadAllBytes(path), Options)!;

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    public string Outcome()
    {
        if (Note is not null) return CheckNote();
        if (Checkpoint is not null) return CheckCheckpoint();
        if (Leaf is not null) return MerkleProof.IsIncluded(Trees.Hash(Leaf), From!.Value, Size!.Value, Hashes(), Trees.Hash(Root!)) ? Accepted : Refused;
        if (OldRoot is not null) return MerkleProof.IsConsistent(From!.Value, Trees.Hash(OldRoot), Size!.Value, Trees.Hash(Root!), Hashes()) ? Accepted : Refused;
        if (Record is not null) return CheckRecord();
        if (Chain is not null) return Say(ChainChecker.Check(Chain, UnitId!, ChainId!.Value, UnitSigningPublicKey, Known!.Value));
        using var export = new MemoryStream(Export!);
        return Say(LogChecker.CheckExport(export, Verifier(Key!)).Findings);
    }

    private string CheckNote() => SignedNote.Read(Encoding.UTF8.GetBytes(Note!)).TryGet(out var note, out var refusal) ? Say(note.Verify(Verifier(Key!))) : refusal.Reason.ToString();

    private string CheckCheckpoint()
    {
        if (!SignedCheckpoint.Open(Encoding.UTF8.GetBytes(Checkpoint!), Verifier(Key!)).TryGet(out var checkpoint, out var refusal)) return refusal.Reason.ToString();
        return Witness is null ? Accepted : Say(checkpoint.Cosignatures(Verifier(Witness)));
    }

    private string CheckRecord()
    {
        using ECDsa key = P256.TryImportPublicKey(UnitSigningPublicKey)!;
        return Say(UnitRecords.Verify(Record, UnitId!, key));
    }

    private TreeHash[] Hashes() => [.. Proof!.Select(Trees.Hash)];

    private static NoteVerifier Verifier(string key) => NoteVerifier.Read(key).Value;

    private static string Say<T>(Result<T> result)
        where T : class => result.Refusal?.Reason.ToString() ?? Accepted;

    private static string Say(IReadOnlyList<LogFinding> findings) =>
        findings.Count == 0 ? Accepted : string.Join(' ', findings.Select(finding => finding.Kind.ToString()).Distinct().Order(StringComparer.Ordinal));
}
