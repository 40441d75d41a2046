using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Signpost.ControlPlane.Staff.Factors;

/// <summary>Time-based one-time codes (RFC 6238, HMAC-SHA-1, 30 s, 6 digits), as authenticator apps make them.</summary>
internal static class Totp
{
    public const int Digits = 6;
    public const int KeyLength = 20;

    /// <summary>Steps by which a telephone's clock may be off.</summary>
    public const int Drift = 1;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static long StepAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        var truncated = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (truncated % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code <paramref name="code"/> is, no further than <see cref="Drift"/> from now and after <paramref name="last"/>; null when there is none.</summary>
    public static long? Match(ReadOnlySpan<byte> key, string code, DateTimeOffset now, long last)
    {
        if (code.Length != Digits) return null;
        long? found = null;
        Span<byte> given = stackalloc byte[Digits];
        for (var i = 0; i < Digits; i++) given[i] = (byte)code[i];
        Span<byte> made = stackalloc byte[Digits];
        for (var step = StepAt(now) - Drift; step <= StepAt(now) + Drift; step++)
        {
            var right = Code(key, step);
            for (var i = 0; i < Digits; i++) made[i] = (byte)right[i];
            if (CryptographicOperations.FixedTimeEquals(made, given) && step > last) found ??= step;
        }

        return found;
    }

    public static string NewKey() => ToBase32(RandomNumberGenerator.GetBytes(KeyLength));

    /// <summary>RFC 4648 base 32 without padding; <paramref name="bytes"/> has a multiple of five.</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length / 5 * 8];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
        }

        return new string(text);
    }

    public static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = Alphabet.IndexOf(text[i], StringComparison.Ordinal) << (11 - bit % 8);
            bytes[bit / 8] |= (byte)(pair >> 8);
            if (bit / 8 + 1 < bytes.Length) bytes[bit / 8 + 1] |= (byte)pair;
        }

        return bytes;
    }

    /// <summary>What an authenticator app reads from the QR code.</summary>
    public static string Address(string key, string force, string userName) =>
        $"otpauth://totp/{Uri.EscapeDataString($"Signpost {force}")}:{Uri.EscapeDataString(userName)}?secret={key}&issuer={Uri.EscapeDataString($"Signpost {force}")}&digits={Digits}&period={(int)Step.TotalSeconds}";
}
