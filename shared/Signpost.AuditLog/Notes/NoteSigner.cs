using System.Security.Cryptography;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>A private key that signs notes. In text form: PRIVATE+KEY+name+id+seed, the seed base64 of the type's byte and 32 bytes (golang.org/x/mod/sumdb/note).
/// Thread-safe. The seed is zeroed when it is disposed.</summary>
public sealed class NoteSigner : IDisposable
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly byte[] seed;

    private NoteSigner(string name, NoteKeyType type, byte[] seed)
    {
        this.seed = seed;
        Verifier = new NoteVerifier(name, type, Ed25519.PublicKey(seed));
    }

    /// <summary>The public half.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>A new key.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a plus, white space or a control character.</exception>
    public static NoteSigner Create(string name, NoteKeyType type) => From(name, type, RandomNumberGenerator.GetBytes(Ed25519.SeedLength));

    /// <summary>The key of a seed of 32 bytes, which it takes over.</summary>
    internal static NoteSigner From(string name, NoteKeyType type, byte[] seed)
    {
        if (!NoteText.IsName(name)) throw new ArgumentException($"'{name}' is not a key's name: no plus, white space or control character.", nameof(name));
        return new NoteSigner(name, type, seed);
    }

    /// <summary>Reads the text form.</summary>
    /// <returns>The key, or Malformed. The refusal does not repeat the text.</returns>
    public static Result<NoteSigner> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || NoteText.ReadKey(text[Prefix.Length..]) is not var (name, id, key)
            || key.Length != 1 + Ed25519.SeedLength || !Enum.IsDefined((NoteKeyType)key[0]))
        {
            return new Refusal(RefusalReason.Malformed, "Signer key: not PRIVATE+KEY+name+id+seed.");
        }

        var signer = new NoteSigner(name, (NoteKeyType)key[0], key[1..]);
        CryptographicOperations.ZeroMemory(key);
        if (signer.Verifier.KeyId == id) return signer;
        signer.Dispose();
        return new Refusal(RefusalReason.Malformed, "Signer key: the id is another key's.");
    }

    /// <summary>The text form: the secret itself.</summary>
    public string ToSecret() => $"{Prefix}{Verifier.Name}+{Verifier.KeyId:x8}+{Convert.ToBase64String([(byte)Verifier.Type, .. seed])}";

    internal NoteSignature Sign(byte[] message) => new(Verifier.Name, Verifier.KeyId, Ed25519.Sign(seed, message));

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(seed);
}
