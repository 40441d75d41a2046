using System.Security.Cryptography;
using System.Text;

namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>One watchlist's key, opened: seals and opens the personal data of the list and of its alerts (AES-256-GCM). For one thread; disposing forgets it.</summary>
internal sealed class DataKey : IDisposable
{
    public const int Length = 32;
    private readonly AesGcm cipher;

    public DataKey(ReadOnlySpan<byte> key) => cipher = new AesGcm(key, Gcm.TagLength);

    public SealedValue Seal(Cell cell, ReadOnlySpan<byte> plain) => SealedValue.Of(Gcm.Seal(cipher, plain, Context(cell)));

    public SealedValue Seal(Cell cell, string plain) => Seal(cell, Encoding.UTF8.GetBytes(plain));

    /// <summary>The plain bytes; the caller zeroes what is biometric.</summary>
    /// <exception cref="CryptographicException">Altered, of another place, or of another list.</exception>
    public byte[] Open(Cell cell, SealedValue value) => Gcm.Open(cipher, value.Bytes, Context(cell));

    public string OpenText(Cell cell, SealedValue value) => Encoding.UTF8.GetString(Open(cell, value));

    public void Dispose() => cipher.Dispose();

    // Neither names nor ids hold a line feed.
    private static byte[] Context(Cell cell) => Encoding.UTF8.GetBytes($"{cell.Table}\n{cell.Column}\n{cell.Row}");
}
