using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>A public key that a note is checked with. In text form: name+id+key, the id 8 lower-case hexadecimal digits, the key base64 of the type's byte and 32
/// bytes (C2SP signed-note, verifier keys).</summary>
public sealed class NoteVerifier
{
    private readonly byte[] publicKey;

    internal NoteVerifier(string name, NoteKeyType type, byte[] publicKey)
    {
        (Name, Type, this.publicKey) = (name, type, publicKey);
        KeyId = NoteText.KeyId(name, type, publicKey);
    }

    /// <summary>The signer's name.</summary>
    public string Name { get; }

    /// <summary>What it signs.</summary>
    public NoteKeyType Type { get; }

    /// <summary>With the name, what tells signatures apart.</summary>
    public uint KeyId { get; }

    /// <summary>Reads the text form.</summary>
    /// <returns>The key, or: Malformed (also: an id that is not this key's, an unknown type).</returns>
    public static Result<NoteVerifier> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (NoteText.ReadKey(text) is not var (name, id, key) || key.Length != 1 + Ed25519.PublicKeyLength)
            return new Refusal(RefusalReason.Malformed, "Verifier key: not name+id+key.");
        if (!Enum.IsDefined((NoteKeyType)key[0])) return new Refusal(RefusalReason.Malformed, $"Verifier key: type {key[0]} is not known here.");
        var verifier = new NoteVerifier(name, (NoteKeyType)key[0], key[1..]);
        return verifier.KeyId == id ? verifier : new Refusal(RefusalReason.Malformed, $"Verifier key: the id is {verifier.KeyId:x8}, not {id:x8}.");
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"{Name}+{KeyId:x8}+{Convert.ToBase64String([(byte)Type, .. publicKey])}";

    /// <summary>Whether a signature claims to be by this key.</summary>
    internal bool Made(NoteSignature signature) => signature.Name == Name && signature.KeyId == KeyId;

    /// <summary>Whether the signature holds.</summary>
    internal bool Holds(string text, NoteSignature signature) => Type == NoteKeyType.Note
        ? Ed25519.Verify(publicKey, NoteText.Utf8.GetBytes(text), signature.Bytes.Span)
        : Cosignature.Read(signature.Bytes.Span) is var (time, bytes) && Ed25519.Verify(publicKey, Cosignature.ToBeSigned(text, time), bytes);
}
