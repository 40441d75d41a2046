using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>
/// Zeroed memory on a cache line that the collector never moves, overwritten before it is given back: by the last user after
/// <see cref="SafeHandle.Dispose()"/>, or by the finaliser of whoever forgot it.
/// </summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    private readonly nuint _length;

    public NativeBuffer(long length)
        : base(0, ownsHandle: true)
    {
        _length = checked((nuint)Math.Max(length, 1));
        SetHandle((nint)NativeMemory.AlignedAlloc(_length, GalleryLayout.Alignment));
        NativeMemory.Clear((void*)handle, _length);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>First byte; valid while the handle is held.</summary>
    public byte* Pointer => (byte*)handle;

    protected override bool ReleaseHandle()
    {
        for (nuint at = 0; at < _length; at += int.MaxValue)
            CryptographicOperations.ZeroMemory(new Span<byte>(Pointer + at, (int)nuint.Min(_length - at, int.MaxValue)));
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
