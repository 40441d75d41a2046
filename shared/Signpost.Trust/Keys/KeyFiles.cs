using System.Security.Cryptography;
using System.Text;

namespace Signpost.Trust;

/// <summary>Private keys in files: unencrypted PKCS#8 PEM, P-256, mode 0600, written atomically. A key file that others can read is not
/// used.</summary>
public static class KeyFiles
{
    /// <summary>Rounds of PBKDF2: OWASP's advice of 2023 for SHA-256.</summary>
    public const int Iterations = 600_000;

    private const string Label = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";
    private const int MaximumLength = 16 * 1024;

    /// <summary>Writes the private key; on return it is on the disk, readable by the owner only.</summary>
    public static void Write(string path, ECAlgorithm key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var der = key.ExportPkcs8PrivateKey();
        var pem = PemEncoding.Write(Label, der);
        var bytes = Encoding.ASCII.GetBytes(pem);
        try
        {
            AtomicFile.Write(path, bytes, AtomicFile.OwnerOnly);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(bytes);
            Array.Clear(pem);
        }
    }

    /// <summary>Writes the private key encrypted: PKCS#8 (RFC 5958) with PBES2, AES-256-CBC under PBKDF2 with SHA-256 and <see cref="Iterations"/> rounds.</summary>
    /// <param name="path">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="passphrase">UTF-8; what opens it again.</param>
    public static void WriteEncrypted(string path, ECAlgorithm key, ReadOnlySpan<byte> passphrase)
    {
        ArgumentNullException.ThrowIfNull(key);
        var der = key.ExportEncryptedPkcs8PrivateKey(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations));
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(PemEncoding.Write(EncryptedLabel, der)), AtomicFile.OwnerOnly);
    }

    /// <summary>Reads an encrypted signing key. The caller disposes it.</summary>
    /// <exception cref="TrustException">The file is missing, open to others, no encrypted P-256 private key, or the passphrase is another.</exception>
    public static ECDsa ReadEncryptedSigningKey(string path, ReadOnlySpan<byte> passphrase)
    {
        var pem = Encoding.ASCII.GetString(ReadSecret(path, MaximumLength));
        var key = ECDsa.Create();
        try
        {
            if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != EncryptedLabel) throw new CryptographicException("no encrypted key");
            key.ImportEncryptedPkcs8PrivateKey(passphrase, Convert.FromBase64String(pem[fields.Base64Data]), out _);
            return P256.IsP256(key) ? key : throw new CryptographicException("another curve");
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            key.Dispose();
            throw new TrustException($"'{path}' does not open: the passphrase is another one, or it is no encrypted P-256 private key (PKCS#8 PEM).", e);
        }
    }

    /// <summary>Reads a signing key. The caller disposes it.</summary>
    /// <exception cref="TrustException">The file is missing, open to others, or not a P-256 private key.</exception>
    public static ECDsa ReadSigningKey(string path) => Read(path, ECDsa.Create());

    /// <summary>Reads the signing key, or makes one and writes it when there is no file. The caller disposes it.</summary>
    /// <exception cref="TrustException">There is a file, and it is open to others or not a P-256 private key.</exception>
    public static ECDsa ReadOrCreateSigningKey(string path)
    {
        if (File.Exists(path)) return ReadSigningKey(path);
        var key = P256.CreateKey();
        Write(path, key);
        return key;
    }

    private static T Read<T>(string path, T key)
        where T : ECAlgorithm
    {
        var bytes = ReadSecret(path, MaximumLength);
        var pem = new char[bytes.Length];
        try
        {
            Encoding.ASCII.GetChars(bytes, pem);
            key.ImportFromPem(pem);
            if (!P256.IsP256(key)) throw new TrustException($"'{path}' holds a key on another curve; P-256 is expected.");
            // Fails on a public key, which PEM import also accepts.
            CryptographicOperations.ZeroMemory(key.ExportPkcs8PrivateKey());
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            key.Dispose();
            throw new TrustException($"'{path}' is not a P-256 private key (PKCS#8 PEM, not encrypted).", e);
        }
        catch (TrustException)
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            Array.Clear(pem);
        }
    }

    /// <summary>Reads a secret file, refusing one that group or others can touch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumLength">In bytes; a longer file is refused unread.</param>
    /// <returns>The content; the caller zeroes it.</returns>
    /// <exception cref="TrustException">Missing, unreadable, too long, or its mode is wider than 0600.</exception>
    public static byte[] ReadSecret(string path, int maximumLength)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        try
        {
            using var handle = File.OpenHandle(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(handle) & others) != 0)
                throw new TrustException($"'{path}' can be read or changed by others; run: chmod 600 '{path}'");
            var length = RandomAccess.GetLength(handle);
            if (length > maximumLength) throw new TrustException($"'{path}' is {length} bytes long; at most {maximumLength} are expected.");
            var content = new byte[length];
            var read = 0;
            while (read < content.Length)
            {
                var step = RandomAccess.Read(handle, content.AsSpan(read), read);
                if (step == 0) throw new TrustException($"'{path}' became shorter while it was read.");
                read += step;
            }

            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrustException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
