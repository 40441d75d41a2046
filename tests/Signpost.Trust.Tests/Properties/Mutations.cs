using CsCheck;

namespace Signpost.Trust.Tests;

/// <summary>Ways to spoil a message.</summary>
internal static class Mutations
{
    /// <summary>Every message that differs from <paramref name="message"/> in one bit.</summary>
    public static IEnumerable<byte[]> BitFlips(byte[] message)
    {
        for (var bit = 0; bit < 8 * message.Length; bit++)
        {
            var flipped = message.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }

    /// <summary>Messages with a few bytes cut out, doubled, overwritten or put in somewhere.</summary>
    public static Gen<byte[]> Splices(byte[] message) =>
        Gen.Select(Gen.Int[0, message.Length], Gen.Int[0, 40], Gen.Byte.Array[0, 40], Gen.Bool)
            .Select((at, cut, put, doubled) =>
            {
                var end = Math.Min(message.Length, at + cut);
                return doubled
                    ? (byte[])[.. message[..end], .. message[at..end], .. message[end..]]
                    : [.. message[..at], .. put, .. message[end..]];
            });
}
