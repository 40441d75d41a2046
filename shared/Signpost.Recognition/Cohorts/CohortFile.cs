using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>
/// A cohort: templates of people who are on no list, for one pack. Layout, little-endian: the 8 bytes <c>SPCOHORT</c>, format version (uint16, 1), values in a template (uint16,
/// 1 to 4,096), templates (uint32, 1 to 1,000,000), SHA-256 of the pack's manifest (32 bytes), the templates (half precision, each of length 1 give or take 1/256), SHA-256 of
/// everything before (32 bytes). Nothing more, nothing less. It holds biometric data; disposing overwrites what was read.
/// </summary>
public sealed class CohortFile : IDisposable
{
    /// <summary>Most templates of a file.</summary>
    public const int MaximumCount = 1_000_000;

    private const int Version = 1;
    private const int MaximumLength = 4096;
    private const int HeaderLength = 8 + 2 + 2 + 4 + SHA256.HashSizeInBytes;
    private const float Tolerance = 1f / 256;
    private static ReadOnlySpan<byte> Magic => "SPCOHORT"u8;

    private readonly float[] _values;

    private CohortFile(byte[] packDigest, int templateLength, float[] values)
    {
        PackDigest = packDigest;
        TemplateLength = templateLength;
        _values = values;
        var templates = new ReadOnlyMemory<float>[values.Length / templateLength];
        for (int i = 0; i < templates.Length; i++)
            templates[i] = values.AsMemory(i * templateLength, templateLength);
        Templates = templates;
    }

    /// <summary>SHA-256 of the manifest of the pack that made the templates.</summary>
    public ReadOnlyMemory<byte> PackDigest { get; }

    /// <summary>Values in every template.</summary>
    public int TemplateLength { get; }

    /// <summary>The templates.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> Templates { get; }

    /// <summary>Bytes of a file.</summary>
    public static long Length(int templateLength, int count) => HeaderLength + (long)templateLength * count * sizeof(ushort) + SHA256.HashSizeInBytes;

    /// <summary>Writes a file.</summary>
    /// <param name="packDigest">32 bytes.</param>
    /// <param name="templateLength">Values in every template.</param>
    /// <param name="templates">Of length 1 each.</param>
    /// <exception cref="ArgumentException">Something is out of range.</exception>
    public static byte[] Write(ReadOnlySpan<byte> packDigest, int templateLength, IReadOnlyList<ReadOnlyMemory<float>> templates)
    {
        ArgumentNullException.ThrowIfNull(templates);
        var bytes = new byte[checked((int)Length(templateLength, templates.Count))];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), checked((ushort)templateLength));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), templates.Count);
        packDigest.CopyTo(bytes.AsSpan(16, SHA256.HashSizeInBytes));
        int at = HeaderLength;
        foreach (ReadOnlyMemory<float> template in templates)
        {
            foreach (float value in template.Span)
            {
                BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(at), (Half)value);
                at += sizeof(ushort);
            }
        }
        SHA256.HashData(bytes.AsSpan(0, at), bytes.AsSpan(at));
        if (Read(bytes, out string? wrong) is not { } read)
            throw new ArgumentException(wrong, nameof(templates));
        read.Dispose();
        return bytes;
    }

    /// <summary>Reads a file. Never throws on account of the bytes.</summary>
    /// <returns>Null, and what is wrong, if it is not one.</returns>
    public static CohortFile? Read(ReadOnlySpan<byte> bytes, out string? wrong)
    {
        if (Fault(bytes) is { } fault)
        {
            wrong = fault;
            return null;
        }
        int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]), count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var values = new float[length * count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(HeaderLength + i * sizeof(ushort))..]);
        var file = new CohortFile(bytes.Slice(16, SHA256.HashSizeInBytes).ToArray(), length, values);
        for (int i = 0; i < count; i++)
        {
            double norm = 0;
            foreach (float value in file.Templates[i].Span)
                norm += (double)value * value;
            // Written so that NaN and infinity fail.
            if (Math.Abs(Math.Sqrt(norm) - 1) <= Tolerance)
                continue;
            file.Dispose();
            wrong = $"template {i} is not of length 1";
            return null;
        }
        wrong = null;
        return file;
    }

    /// <summary>Overwrites the templates.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_values.AsSpan()));

    private static string? Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
            return "not a cohort file";
        int version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if (version != Version)
            return $"format version {version}, {Version} is known";
        if (length is 0 or > MaximumLength)
            return $"{length} values in a template, 1 to {MaximumLength} are allowed";
        if (count is 0 or > MaximumCount)
            return $"{count} templates, 1 to {MaximumCount} are allowed";
        if (bytes.Length != Length(length, (int)count) || (long)length * count > Array.MaxLength)
            return $"{bytes.Length} bytes, {Length(length, (int)count)} are expected";
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..^SHA256.HashSizeInBytes], digest);
        return digest.SequenceEqual(bytes[^SHA256.HashSizeInBytes..]) ? null : "altered: its checksum does not match";
    }
}
