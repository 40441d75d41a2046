using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Signpost.Console.Tests.Stage;

/// <summary>An authenticator app on a telephone whose clock can be ahead: RFC 6238, written apart from the product's.</summary>
internal sealed class AuthenticatorApp(string base32)
{
    private long last;

    /// <summary>The code that it shows now; a later one than it showed before, up to the 30 seconds by which clocks may differ.</summary>
    public string Next()
    {
        var step = Math.Max(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30, last + 1);
        last = step;
        var bits = string.Concat(base32.Where(char.IsAsciiLetterOrDigit).Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = bits.Chunk(8).Where(x => x.Length == 8).Select(x => Convert.ToByte(new string(x), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(key, counter);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[19] & 15)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
