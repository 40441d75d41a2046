using System.Buffers.Binary;
using System.Security.Cryptography;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>
/// A bundle on its way by hand: the signed header and the ciphertext in one file, for units that cannot fetch it. Whoever reads it learns when and what
/// for, and of nobody on the list. What it says of itself is believed by nobody: a unit takes the ciphertext for the header that comes with its order, or not.
/// </summary>
public sealed class BundleFile
{
    /// <summary>Longest signed header.</summary>
    public const int MaximumHeaderLength = 64 * 1024;

    private readonly BundleHeader header;

    private BundleFile(Guid id, BundleHeader header) => (BundleId, this.header) = (id, header);

    /// <summary>Identity of the bundle.</summary>
    public Guid BundleId { get; }

    /// <summary>First moment at which it is used no more.</summary>
    public DateTimeOffset NotAfter => header.NotAfter.ToDateTimeOffset();

    /// <summary>Entries in it.</summary>
    public int Entries => (int)header.Entries;

    /// <summary>Bytes of the ciphertext.</summary>
    public long CiphertextLength => (long)header.CiphertextLength;

    private static ReadOnlySpan<byte> Magic => "signpost bundle v1\n"u8;

    /// <summary>Writes a file.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="signedHeader">COSE_Sign over BundleHeader bytes.</param>
    /// <param name="ciphertext">The chunk stream.</param>
    /// <exception cref="ArgumentException">The header is longer than a file takes.</exception>
    public static void Write(Stream output, ReadOnlySpan<byte> signedHeader, ReadOnlySpan<byte> ciphertext)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (signedHeader.Length is 0 or > MaximumHeaderLength)
            throw new ArgumentException($"The header has {signedHeader.Length} bytes; 1 to {MaximumHeaderLength} are expected.", nameof(signedHeader));
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, signedHeader.Length);
        output.Write(Magic);
        output.Write(length);
        output.Write(signedHeader);
        output.Write(ciphertext);
    }

    /// <summary>Reads up to where the ciphertext begins. I/O errors are the caller's.</summary>
    /// <returns>What the file says of itself, no signature checked, or: Malformed (not such a file, or cut off), UnknownVersion, Incomplete.</returns>
    public static Result<BundleFile> Read(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Span<byte> start = stackalloc byte[Magic.Length + 4];
        if (input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
            return new Refusal(RefusalReason.Malformed, "This is not a file that holds a Signpost bundle.");
        var length = BinaryPrimitives.ReadInt32BigEndian(start[Magic.Length..]);
        if (length is < 1 or > MaximumHeaderLength) return new Refusal(RefusalReason.Malformed, $"The header has {length} bytes; 1 to {MaximumHeaderLength} are expected.");
        var signed = new byte[length];
        if (input.ReadAtLeast(signed, length, throwOnEndOfStream: false) < length) return new Refusal(RefusalReason.Malformed, "The file is cut off in its header.");
        if (!CoseSign.Read(signed, ContentTypes.BundleHeader).TryGet(out var cose, out var refusal)) return refusal;
        if (!CanonicalMessage.Read(BundleHeader.Parser, cose.Payload.Span, h => h.FormatVersion, "bundle header").TryGet(out var header, out refusal)) return refusal;
        if (BundleRules.Check(header) is [var broken, ..]) return new Refusal(RefusalReason.Incomplete, $"Bundle header: {broken}.");
        WireId.TryRead(header.BundleId, out var id);
        return new BundleFile(id, header);
    }

    /// <summary>Copies the ciphertext from where <see cref="Read"/> stopped. I/O errors are the caller's.</summary>
    /// <param name="input">The file.</param>
    /// <param name="output">Receives the ciphertext, which counts only when this returns null.</param>
    /// <returns>Null, or ContentAltered: it is shorter or longer than its header says, or damaged.</returns>
    public Refusal? CopyCiphertext(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkStream.ChunkLength + ChunkStream.TagLength];
        for (var left = CiphertextLength; left > 0;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            if (input.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false) < piece.Length)
                return new Refusal(RefusalReason.ContentAltered, $"Bundle {BundleId}: the file is cut off; its ciphertext has {CiphertextLength} bytes.");
            digest.AppendData(piece);
            output.Write(piece);
            left -= piece.Length;
        }

        if (input.ReadByte() >= 0) return new Refusal(RefusalReason.ContentAltered, $"Bundle {BundleId}: there is something after the ciphertext.");
        return header.CiphertextDigest.Span.SequenceEqual(digest.GetHashAndReset())
            ? null
            : new Refusal(RefusalReason.ContentAltered, $"Bundle {BundleId}: the ciphertext is damaged.");
    }
}
