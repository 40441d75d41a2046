using System.Security.Cryptography;
using System.Text;
using Signpost.Trust;

namespace Signpost.ControlPlane.Storage;

/// <summary>
/// Wraps key material before it goes into the database, under a master key that is a file beside it: a copy of the database alone opens nothing.
/// Wrapped form: version 1, 12-byte nonce, ciphertext, 16-byte tag (AES-256-GCM); the purpose is authenticated, so that a key wrapped for one use does not open as another.
/// </summary>
internal sealed class KeyVault : IDisposable
{
    private const byte Version = 1;
    private const int MasterLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly AesGcm cipher;

    private KeyVault(ReadOnlySpan<byte> master) => cipher = new AesGcm(master, TagLength);

    /// <summary>Opens the vault, making its master key the first time. <paramref name="file"/> is created with mode 0600.</summary>
    /// <exception cref="TrustException">The file is not a master key, or open to others.</exception>
    public static KeyVault Open(string file)
    {
        if (!File.Exists(file))
        {
            var made = RandomNumberGenerator.GetBytes(MasterLength);
            AtomicFile.Write(file, made, AtomicFile.OwnerOnly);
            CryptographicOperations.ZeroMemory(made);
        }

        var master = KeyFiles.ReadSecret(file, 1024);
        try
        {
            return master.Length == MasterLength
                ? new KeyVault(master)
                : throw new TrustException($"'{file}' holds {master.Length} bytes, a master key has {MasterLength}: restore it from its backup.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(master);
        }
    }

    public byte[] Wrap(string purpose, ReadOnlySpan<byte> key)
    {
        var wrapped = new byte[1 + NonceLength + key.Length + TagLength];
        wrapped[0] = Version;
        var nonce = wrapped.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        lock (cipher)
        {
            cipher.Encrypt(nonce, key, wrapped.AsSpan(1 + NonceLength, key.Length), wrapped.AsSpan(1 + NonceLength + key.Length), Encoding.UTF8.GetBytes(purpose));
        }

        return wrapped;
    }

    /// <summary>The key; the caller zeroes it.</summary>
    /// <exception cref="CryptographicException">Altered, or wrapped for another purpose or under another master key.</exception>
    public byte[] Unwrap(string purpose, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < 1 + NonceLength + TagLength || wrapped[0] != Version) throw new CryptographicException("Not a wrapped key.");
        var body = wrapped[(1 + NonceLength)..];
        var key = new byte[body.Length - TagLength];
        lock (cipher)
        {
            cipher.Decrypt(wrapped.Slice(1, NonceLength), body[..key.Length], body[key.Length..], key, Encoding.UTF8.GetBytes(purpose));
        }

        return key;
    }

    public void Dispose() => cipher.Dispose();
}
