using System.Buffers.Binary;

namespace Signpost.Promises.Tests.Wire;

/// <summary>Cuts one direction of a connection into TLS records (RFC 8446, 5.1): type, version and length in five bytes, then so many bytes. What is
/// in them is not looked at: an eavesdropper cannot either.</summary>
internal sealed class TlsRecords(Action<byte, int> found)
{
    /// <summary>RFC 8446, 5.1: 2^14 bytes, and 256 for the encryption.</summary>
    private const int Longest = (1 << 14) + 256;
    private const int HeaderLength = 5;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _held;
    private int _left;

    /// <summary>Takes the next bytes, wherever they are cut; <c>found</c> gets each record's type and its length without the header.</summary>
    /// <exception cref="InvalidDataException">This is not TLS.</exception>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var body = Math.Min(_left, bytes.Length);
            _left -= body;
            bytes = bytes[body..];
            if (_left > 0 || bytes.IsEmpty) continue;

            var part = Math.Min(HeaderLength - _held, bytes.Length);
            bytes[..part].CopyTo(_header.AsSpan(_held));
            _held += part;
            bytes = bytes[part..];
            if (_held < HeaderLength) continue;
            _held = 0;
            var length = BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(3));
            if (_header[0] is < 20 or > 24 || _header[1] != 3 || length is 0 or > Longest)
                throw new InvalidDataException($"{Convert.ToHexString(_header)} is not the head of a TLS record.");
            _left = length;
            found(_header[0], length);
        }
    }
}
