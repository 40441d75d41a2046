using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>A checkpoint that its log has signed, and whoever else.</summary>
public sealed class SignedCheckpoint
{
    private SignedCheckpoint(SignedNote note, Checkpoint checkpoint) => (Note, Checkpoint) = (note, checkpoint);

    /// <summary>What is signed.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The note as it stands: what is stored, sent and shown.</summary>
    public SignedNote Note { get; }

    /// <summary>Signs a checkpoint; the log's side.</summary>
    /// <exception cref="ArgumentException">The key is a witness's, or has another name than the origin.</exception>
    public static SignedCheckpoint Sign(Checkpoint checkpoint, NoteSigner log)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(log);
        if (log.Verifier.Name != checkpoint.Origin) throw new ArgumentException($"The key is named '{log.Verifier.Name}', the origin '{checkpoint.Origin}'.", nameof(log));
        return new SignedCheckpoint(SignedNote.Sign(checkpoint.ToText(), log), checkpoint);
    }

    /// <summary>Reads and verifies a checkpoint of one log.</summary>
    /// <returns>The checkpoint, or: Malformed, BadSignature (also: another log's origin).</returns>
    public static Result<SignedCheckpoint> Open(ReadOnlySpan<byte> note, NoteVerifier log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.Type != NoteKeyType.Note) throw new ArgumentException("A witness's key signs no checkpoints of its own.", nameof(log));
        if (!SignedNote.Read(note).TryGet(out var read, out var refusal)) return refusal;
        if (!read.Verify(log).TryGet(out _, out refusal)) return refusal;
        if (!Checkpoint.Read(read.Text).TryGet(out var checkpoint, out refusal)) return refusal;
        return checkpoint.Origin == log.Name
            ? new SignedCheckpoint(read, checkpoint)
            : new Refusal(RefusalReason.BadSignature, $"The checkpoint is of '{checkpoint.Origin}', the key of '{log.Name}'.");
    }

    /// <summary>Adds a witness's word that it saw this checkpoint, consistent with all that it saw before. That it is so is for the caller to have checked.</summary>
    /// <param name="witness">Of type <see cref="NoteKeyType.Cosignature"/>.</param>
    /// <param name="now">Full seconds count; from 1970 on.</param>
    /// <returns>With this witness's earlier line, where there is one, replaced.</returns>
    public SignedCheckpoint Cosign(NoteSigner witness, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(witness);
        if (witness.Verifier.Type != NoteKeyType.Cosignature) throw new ArgumentException("A log's key does not cosign.", nameof(witness));
        ArgumentOutOfRangeException.ThrowIfLessThan(now, DateTimeOffset.UnixEpoch);
        var others = Note.Signatures.Where(signature => !witness.Verifier.Made(signature));
        return new SignedCheckpoint(Note with { Signatures = [.. others, Cosignature.Make(Note.Text, witness, (ulong)now.ToUnixTimeSeconds())] }, Checkpoint);
    }

    /// <summary>Who of the known witnesses has cosigned, and when.</summary>
    /// <returns>Each witness once, or BadSignature: a known witness's signature does not hold.</returns>
    public Result<IReadOnlyList<Cosignature>> Cosignatures(params IReadOnlyList<NoteVerifier> witnesses)
    {
        ArgumentNullException.ThrowIfNull(witnesses);
        var seen = new List<Cosignature>();
        foreach (var signature in Note.Signatures)
        {
            if (witnesses.FirstOrDefault(key => key.Type == NoteKeyType.Cosignature && key.Made(signature)) is not { } key) continue;
            if (!key.Holds(Note.Text, signature) || Cosignature.Read(signature.Bytes.Span) is not var (time, _))
                return new Refusal(RefusalReason.BadSignature, $"The cosignature of '{key.Name}' does not hold.");
            if (seen.All(other => other.Witness != key)) seen.Add(new Cosignature(key, DateTimeOffset.FromUnixTimeSeconds((long)time)));
        }

        return seen;
    }
}
