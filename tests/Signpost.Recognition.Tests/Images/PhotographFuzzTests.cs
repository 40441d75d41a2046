using Signpost.Tests.Support;

namespace Signpost.Recognition.Tests;

/// <summary>Photographs that are nearly right: decoded or refused, never a crash.</summary>
public sealed class PhotographFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Decode_NearlyRightBytes_IsDecodedOrRefused() => Run(300, seed: 1, keep: false);

    [Fact]
    [Trait("Suite", "fuzz")]
    public void Decode_FiftyThousandInputs_AreDecodedOrRefused() => Run(50_000, seed: 2, keep: true);

    private void Run(long executions, int seed, bool keep)
    {
        var fuzzer = new Fuzzer("photographs", seed, Corpus(), keep);
        fuzzer.Run(executions, bytes =>
        {
            using DecodedPhotograph decoded = Photograph.Decode(bytes);
            return decoded.Error.ToString();
        });
        Assert.InRange(fuzzer.Answers, 2, int.MaxValue);
        output.WriteLine($"{fuzzer.Executions} executions, {fuzzer.Answers} different answers");
    }

    // Small, so that many are tried: a drawn picture in both formats, upright and turned by its EXIF tag.
    private static IEnumerable<byte[]> Corpus() =>
    [
        Encoded.Jpeg(Picture.Noise(64, 64, 0, seed: 1)), Encoded.WithOrientation(Encoded.Jpeg(Picture.Noise(80, 64, 0, seed: 2), 40), 6), Encoded.Png(Picture.Noise(64, 70, 0, seed: 3)),
        Encoded.Png(new Picture(200, 200)), Encoded.Webp(new Picture(64, 64)), "GIF89a"u8.ToArray(), [],
    ];
}
