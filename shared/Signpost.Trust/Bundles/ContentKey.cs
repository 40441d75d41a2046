using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>The AES-128 key of one bundle's content. Used for one bundle and never again; zeroed on dispose.</summary>
public sealed class ContentKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = 16;

    // Pinned, so that the garbage collector leaves no copy behind when it compacts.
    private readonly byte[] key = GC.AllocateArray<byte>(Length, pinned: true);
    private bool disposed;

    private ContentKey()
    {
    }

    /// <summary>The 16 bytes, for sealing or for the control plane's key store.</summary>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return key;
        }
    }

    /// <summary>A new random key.</summary>
    public static ContentKey Create()
    {
        var created = new ContentKey();
        RandomNumberGenerator.Fill(created.key);
        return created;
    }

    /// <summary>A key that was kept; the caller zeroes its copy.</summary>
    /// <exception cref="ArgumentException">Not 16 bytes.</exception>
    public static ContentKey From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A content key has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        var taken = new ContentKey();
        bytes.CopyTo(taken.key);
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>SHA-256 over a label and the key. AES-GCM alone lets one ciphertext open under two keys to two contents; the signed commitment does
    /// not.</summary>
    internal byte[] Commitment()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("signpost content key commitment v1"u8);
        hash.AppendData(Bytes);
        return hash.GetHashAndReset();
    }
}
