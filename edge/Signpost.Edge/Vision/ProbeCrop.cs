using System.Security.Cryptography;
using Signpost.Contracts.V1;
using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>
/// The picture around a visit's best face, kept in case the visit matches. Larger ones are reduced by a whole factor to fit a fixed buffer;
/// zeroed with the visit.
/// </summary>
internal sealed class ProbeCrop(int side, float margin)
{
    private const int JpegQuality = 85;

    // Twice the side that is sent, so that the encoder's own scaling has something to average.
    private readonly int _capacity = 2 * side;
    private readonly byte[] _pixels = GC.AllocateArray<byte>(4 * side * side * BgrImage.Channels, pinned: true);
    private int _width, _height;
    private FaceBox _faceInCrop;

    /// <summary>Quality of the face held; negative while there is none.</summary>
    public float Quality { get; private set; } = -1;

    /// <summary>The face in its frame.</summary>
    public FaceBox Face { get; private set; }

    public int FrameWidth { get; private set; }

    public int FrameHeight { get; private set; }

    /// <summary>Keeps the surroundings of <paramref name="face"/>.</summary>
    public void Take(in BgrImage frame, in FaceBox face, float quality)
    {
        var left = (int)Math.Clamp(face.X - margin * face.Width, 0, frame.Width - 1);
        var top = (int)Math.Clamp(face.Y - margin * face.Height, 0, frame.Height - 1);
        var right = (int)Math.Clamp(MathF.Ceiling(face.X + (1 + margin) * face.Width), left + 1, frame.Width);
        var bottom = (int)Math.Clamp(MathF.Ceiling(face.Y + (1 + margin) * face.Height), top + 1, frame.Height);
        var factor = (Math.Max(right - left, bottom - top) + _capacity - 1) / _capacity;

        CryptographicOperations.ZeroMemory(_pixels);
        (_width, _height) = (Math.Max(1, (right - left) / factor), Math.Max(1, (bottom - top) / factor));
        for (var y = 0; y < _height; y++) CopyRow(frame.Row(top + y * factor)[(left * BgrImage.Channels)..], y, factor);

        (Face, FrameWidth, FrameHeight, Quality) = (face, frame.Width, frame.Height, quality);
        _faceInCrop = new FaceBox((face.X - left) / factor, (face.Y - top) / factor, face.Width / factor, face.Height / factor, face.Confidence);
    }

    /// <summary>The crop as JPEG, its longest side at most the configured one. Allocates: only a match is worth it.</summary>
    public byte[] Encode() =>
        FaceCrop.EncodeJpeg(new BgrImage(_pixels, _width, _height, _width * BgrImage.Channels), _faceInCrop, margin, side, JpegQuality);

    /// <summary>The face as the wire tells it.</summary>
    public Box Box() => new() { X = Face.X, Y = Face.Y, Width = Face.Width, Height = Face.Height };

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_pixels);
        (_width, _height, FrameWidth, FrameHeight, Quality) = (0, 0, 0, 0, -1);
        (_faceInCrop, Face) = (default, default);
    }

    /// <summary>Whether nothing is left of any face.</summary>
    internal bool IsBlank => !_pixels.AsSpan().ContainsAnyExcept((byte)0);

    private void CopyRow(ReadOnlySpan<byte> source, int y, int factor)
    {
        var target = _pixels.AsSpan(y * _width * BgrImage.Channels, _width * BgrImage.Channels);
        if (factor == 1)
        {
            source[..target.Length].CopyTo(target);
            return;
        }

        for (var x = 0; x < _width; x++) source.Slice(x * factor * BgrImage.Channels, BgrImage.Channels).CopyTo(target[(x * BgrImage.Channels)..]);
    }
}
