using System.Text;
using Signpost.Contracts;

namespace Signpost.Trust;

/// <summary>Officer, unit and watchlist ids: 1 to 64 of a-z, 0-9 and '-'. ASCII, so that bytes and text have one form each.</summary>
internal static class Identifier
{
    public static bool IsValid(string? id) => Topics.IsValidUnitId(id);

    public static byte[] Encode(string id) =>
        IsValid(id) ? Encoding.ASCII.GetBytes(id) : throw new ArgumentException($"'{id}' is not 1 to 64 of a-z, 0-9 and '-'.", nameof(id));

    /// <summary>The id, or null when the bytes are not one.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > 64) return null;
        var text = Encoding.Latin1.GetString(bytes);
        return IsValid(text) ? text : null;
    }
}
