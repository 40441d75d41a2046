using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>Plain biometric bytes: pinned, so that there is one copy, and zeroed on dispose.</summary>
internal sealed class ZeroedBuffer(int length) : IDisposable
{
    private readonly byte[] bytes = GC.AllocateArray<byte>(length, pinned: true);

    public Span<byte> Span => bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
