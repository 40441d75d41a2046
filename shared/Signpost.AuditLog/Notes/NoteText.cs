using System.Security.Cryptography;
using System.Text;

namespace Signpost.AuditLog;

/// <summary>What C2SP signed-note says of names, key ids and base64.</summary>
internal static class NoteText
{
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Not empty, without plus, white space or control characters.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(letter => letter == '+' || char.IsWhiteSpace(letter) || char.IsControl(letter) || char.IsSurrogate(letter));

    /// <summary>SHA-256(name || 0x0A || type || public key)[:4], big-endian.</summary>
    public static uint KeyId(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Utf8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey]));

    /// <summary>Standard base64 (RFC 4648 §4) in its one form: padded, no white space, no stray bits; null for anything else.</summary>
    public static byte[]? ReadBase64(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return null;
        return Convert.ToBase64String(bytes, 0, length) == text ? bytes[..length] : null;
    }

    /// <summary>Splits name+id+key, the shape of keys in text form. The key may hold further pluses.</summary>
    public static (string Name, uint Id, byte[] Key)? ReadKey(string text)
    {
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || parts[1].Length != 8 || !parts[1].All(char.IsAsciiHexDigitLower)) return null;
        return ReadBase64(parts[2]) is { Length: > 0 } key ? (parts[0], Convert.ToUInt32(parts[1], 16), key) : null;
    }
}
