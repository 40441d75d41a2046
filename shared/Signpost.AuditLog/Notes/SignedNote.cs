using System.Buffers.Binary;
using System.Text;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>A line under a note.</summary>
/// <param name="Name">The key's.</param>
/// <param name="KeyId">The key's.</param>
/// <param name="Bytes">What stands behind the key's id: for a note's key 64 bytes, for a witness's the time and 64 bytes.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes);

/// <summary>A text and the signatures under it (C2SP signed-note). Reading proves nothing: <see cref="Verify"/> does.</summary>
/// <param name="Text">With its last newline.</param>
/// <param name="Signatures">In their order; 1 to 100.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Bytes of the longest note that is read.</summary>
    public const int LongestNote = 1_000_000;

    private const int MostSignatures = 100;
    private const string Dash = "— ";
    private const int KeyIdLength = sizeof(uint);

    /// <summary>Signs a text with a note's key.</summary>
    /// <param name="text">Ends with a newline.</param>
    /// <param name="signer">Of type <see cref="NoteKeyType.Note"/>.</param>
    /// <exception cref="ArgumentException">The text has no newline at its end, or holds other control characters; or it is a witness's key.</exception>
    public static SignedNote Sign(string text, NoteSigner signer)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(signer);
        if (!text.EndsWith('\n') || !IsPlain(text)) throw new ArgumentException("A note's text ends with a newline, and newline is its only control character.", nameof(text));
        if (signer.Verifier.Type != NoteKeyType.Note) throw new ArgumentException("A witness's key signs checkpoints and no other notes.", nameof(signer));
        return new SignedNote(text, [signer.Sign(NoteText.Utf8.GetBytes(text))]);
    }

    /// <summary>Reads a note.</summary>
    /// <returns>The note, or Malformed: not UTF-8, a control character, no blank line, a line below it that is no signature, more than 100 of them, too long.</returns>
    public static Result<SignedNote> Read(ReadOnlySpan<byte> note)
    {
        if (note.Length > LongestNote) return Malformed($"{note.Length} bytes; at most {LongestNote} are read");
        string text;
        try
        {
            text = NoteText.Utf8.GetString(note);
        }
        catch (DecoderFallbackException)
        {
            return Malformed("not UTF-8");
        }

        if (!IsPlain(text)) return Malformed("a control character");
        var blank = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || !text.EndsWith('\n') || blank + 2 == text.Length) return Malformed("no signatures below a blank line");
        var lines = text[(blank + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures) return Malformed($"{lines.Length} signatures; at most {MostSignatures} are read");
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (ReadLine(line) is not { } signature) return Malformed("a line below the blank one is no signature");
            signatures.Add(signature);
        }

        return new SignedNote(text[..(blank + 1)], signatures);
    }

    /// <summary>Checks the signatures of the keys that are known; others are passed over.</summary>
    /// <returns>The keys that signed, or BadSignature: a known key's signature does not hold, or no known key signed.</returns>
    public Result<IReadOnlyList<NoteVerifier>> Verify(params IReadOnlyList<NoteVerifier> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var signed = new List<NoteVerifier>();
        foreach (var signature in Signatures)
        {
            if (known.FirstOrDefault(key => key.Made(signature)) is not { } key) continue;
            if (!key.Holds(Text, signature)) return new Refusal(RefusalReason.BadSignature, $"The signature of '{key.Name}' does not hold.");
            if (!signed.Contains(key)) signed.Add(key);
        }

        return signed.Count == 0 ? new Refusal(RefusalReason.BadSignature, "No key that is known here has signed.") : signed;
    }

    /// <summary>The note's bytes, UTF-8.</summary>
    public byte[] ToBytes()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[KeyIdLength + signature.Bytes.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
            signature.Bytes.CopyTo(bytes.AsMemory(KeyIdLength));
            note.Append(Dash).Append(signature.Name).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
        }

        return NoteText.Utf8.GetBytes(note.ToString());
    }

    private static bool IsPlain(string text) => !text.Any(letter => letter < ' ' && letter != '\n');

    private static NoteSignature? ReadLine(string line)
    {
        if (!line.StartsWith(Dash, StringComparison.Ordinal)) return null;
        var parts = line[Dash.Length..].Split(' ');
        if (parts.Length != 2 || !NoteText.IsName(parts[0]) || NoteText.ReadBase64(parts[1]) is not { Length: > KeyIdLength } bytes) return null;
        return new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(KeyIdLength));
    }

    private static Refusal Malformed(string what) => new(RefusalReason.Malformed, $"Signed note: {what}.");
}
