using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>Why a photograph was not decoded.</summary>
public enum PhotographError
{
    /// <summary>It was.</summary>
    None,

    /// <summary>Neither JPEG nor PNG, or too broken to tell.</summary>
    NotJpegOrPng,

    /// <summary>The file ends early or is damaged.</summary>
    Damaged,

    /// <summary>More bytes or pixels than <see cref="Photograph"/> takes.</summary>
    TooLarge,

    /// <summary>Fewer pixels than a face needs.</summary>
    TooSmall,
}

/// <summary>A decoded photograph, upright, or the reason why there is none. Disposing overwrites the pixels.</summary>
public sealed class DecodedPhotograph : IDisposable
{
    private readonly byte[] _pixels;
    private bool _disposed;

    internal DecodedPhotograph(byte[] pixels, int width, int height)
    {
        _pixels = pixels;
        Width = width;
        Height = height;
    }

    internal DecodedPhotograph(PhotographError error, int width = 0, int height = 0)
    {
        _pixels = [];
        Error = error;
        Width = width;
        Height = height;
    }

    /// <summary><see cref="PhotographError.None"/> if there is an image.</summary>
    public PhotographError Error { get; }

    /// <summary>Pixels across, upright; 0 if the file does not even say.</summary>
    public int Width { get; }

    /// <summary>Pixels down, upright; 0 if the file does not even say.</summary>
    public int Height { get; }

    /// <summary>The pixels.</summary>
    /// <exception cref="InvalidOperationException">There are none: see <see cref="Error"/>.</exception>
    public BgrImage Image
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Error == PhotographError.None
                ? new BgrImage(_pixels, Width, Height, Width * BgrImage.Channels)
                : throw new InvalidOperationException($"the photograph was not decoded: {Error}");
        }
    }

    /// <summary>Overwrites the pixels.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_pixels);
    }
}
