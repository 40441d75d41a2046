using System.Diagnostics;
using System.Security.Cryptography;
using Signpost.Hardware;

namespace Signpost.Edge.Capture;

/// <summary>Reads raw pictures from a pipe, one after the other, into BGR frames. Allocates nothing per picture; disposing overwrites the last.</summary>
internal sealed class RawPictures(Stream pipe, PictureFormat format) : IDisposable
{
    private readonly byte[] _planes = GC.AllocateUninitializedArray<byte>(YuvPicture.BytesOf(format.Width, format.Height), pinned: true);

    /// <summary>Waits for the next picture and makes it the frame's, with <see cref="Frame.DecodeTime"/>.</summary>
    /// <returns>False when the pipe ended before or within it.</returns>
    public bool Read(Frame frame)
    {
        var begun = pipe.Read(_planes);
        if (begun == 0) return false;

        // Time counts from the first byte: before it ffmpeg waits for the camera, not we for ffmpeg.
        var start = Stopwatch.GetTimestamp();
        if (pipe.ReadAtLeast(_planes.AsSpan(begun), _planes.Length - begun, throwOnEndOfStream: false) < _planes.Length - begun) return false;
        frame.EnsureSize(format.Width, format.Height);
        YuvPicture.ToBgr(_planes, format.Width, format.Height, format.Colours, frame.Span);
        frame.DecodeTime = Stopwatch.GetElapsedTime(start);
        return true;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_planes);
}
