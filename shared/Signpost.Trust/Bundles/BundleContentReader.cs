using System.Text;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Reads BundleContent from a buffer without copying templates anywhere but to their final place. Takes only what
/// <see cref="BundleContentWriter"/>
/// writes: each field once, in order, lengths in their shortest form, nothing else.</summary>
internal ref struct BundleContentReader(ReadOnlySpan<byte> content)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> rest = content;

    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => rest.Length;

    /// <summary>The next entry as it stands there, without its tag and length; false when there is none.</summary>
    public bool TryReadRaw(out ReadOnlySpan<byte> entry) => TryReadBlock(ref rest, BundleContentFields.Entry, out entry);

    /// <summary>The next entry; false when the bytes are not one.</summary>
    /// <param name="reference">Pseudonym.</param>
    /// <param name="category">As it stands there, perhaps not on the list.</param>
    /// <param name="template">A view of the content, little-endian half precision.</param>
    public bool TryReadEntry(out string reference, out Category category, out ReadOnlySpan<byte> template)
    {
        reference = "";
        category = Category.Unspecified;
        template = default;
        if (!TryReadBlock(ref rest, BundleContentFields.Entry, out var entry)
            || !TryReadBlock(ref entry, BundleContentFields.Reference, out var text)
            || !TryReadNumber(ref entry, BundleContentFields.Category, out var number)
            || !TryReadBlock(ref entry, BundleContentFields.Template, out template)
            || !entry.IsEmpty)
            return false;
        category = (Category)number;
        try
        {
            reference = StrictUtf8.GetString(text);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    internal static bool TryReadBlock(scoped ref ReadOnlySpan<byte> from, byte tag, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (!TryReadNumber(ref from, tag, out var length) || length > from.Length) return false;
        block = from[..length];
        from = from[length..];
        return true;
    }

    // A tag and a number of 1 to 2^31 - 1: absent and zero fields are not written in proto3, and none may be absent here.
    internal static bool TryReadNumber(scoped ref ReadOnlySpan<byte> from, byte tag, out int number)
    {
        number = 0;
        if (from.IsEmpty || from[0] != tag) return false;
        ulong value = 0;
        for (var i = 1; i < from.Length && i <= 5; i++)
        {
            value |= (ulong)(from[i] & 0x7F) << (7 * (i - 1));
            if ((from[i] & 0x80) != 0) continue;
            if (from[i] == 0 || value > int.MaxValue) return false;
            from = from[(i + 1)..];
            number = (int)value;
            return true;
        }

        return false;
    }
}
