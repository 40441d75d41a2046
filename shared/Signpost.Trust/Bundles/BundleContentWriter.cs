using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Signpost.Trust;

/// <summary>Writes BundleContent as protobuf does, but straight into one buffer that its owner zeroes; generated code would leave templates in
/// copies.</summary>
internal static class BundleContentWriter
{
    public static int Length(IReadOnlyList<BundleTemplate> entries, int templateLength)
    {
        var total = 0L;
        foreach (var entry in entries)
        {
            var length = EntryLength(entry, templateLength);
            total += 1 + CodedOutputStream.ComputeLengthSize(length) + length;
        }

        return checked((int)total);
    }

    public static void Write(IReadOnlyList<BundleTemplate> entries, int templateLength, Span<byte> output)
    {
        foreach (var entry in entries)
        {
            Tag(ref output, BundleContentFields.Entry, EntryLength(entry, templateLength));
            Tag(ref output, BundleContentFields.Reference, Encoding.UTF8.GetByteCount(entry.Reference));
            output = output[Encoding.UTF8.GetBytes(entry.Reference, output)..];
            Tag(ref output, BundleContentFields.Category, (int)entry.Category);
            Tag(ref output, BundleContentFields.Template, 2 * templateLength);
            foreach (var value in entry.Template.Span)
            {
                BinaryPrimitives.WriteHalfLittleEndian(output, (Half)value);
                output = output[2..];
            }
        }
    }

    private static int EntryLength(BundleTemplate entry, int templateLength)
    {
        var reference = Encoding.UTF8.GetByteCount(entry.Reference);
        return 1 + CodedOutputStream.ComputeLengthSize(reference) + reference
            + 1 + CodedOutputStream.ComputeEnumSize((int)entry.Category)
            + 1 + CodedOutputStream.ComputeLengthSize(2 * templateLength) + (2 * templateLength);
    }

    /// <summary>A tag and a number, or a block's length.</summary>
    public static void Tag(ref Span<byte> output, byte tag, int value)
    {
        output[0] = tag;
        output = output[1..];
        var rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7)
        {
            output[0] = (byte)(rest | 0x80);
            output = output[1..];
        }

        output[0] = (byte)rest;
        output = output[1..];
    }
}
