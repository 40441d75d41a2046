using Signpost.Hardware.Simulated.Scene;

namespace Signpost.Hardware.Tests.Simulated;

public sealed unsafe class SpriteBlenderTests
{
    private const int Side = 24;

    [Fact]
    public void Row_RandomPictures_EqualsTheSlowTwin()
    {
        var random = new Random(20);
        for (var round = 0; round < 400; round++)
        {
            var source = RandomSprite(random);
            var target = new byte[(64 * 3) + 1];
            random.NextBytes(target);
            var expected = (byte[])target.Clone();
            int du = random.Next(20_000, 70_000), dv = random.Next(-9_000, 9_000);
            int u = random.Next(0, SpriteBlender.One), v = random.Next(10 * SpriteBlender.One, 12 * SpriteBlender.One);
            var count = Math.Min(64, ((Side - 2) * SpriteBlender.One - u) / du);
            short gain = (short)random.Next(40, 90), offset = (short)random.Next(-30, 30);

            fixed (byte* s = source, t = target)
            {
                SpriteBlender.Row(t, count, s, Side * 4, u, v, du, dv, gain, offset);
            }

            SlowRow(expected, count, source, u, v, du, dv, gain, offset);
            Assert.Equal(expected, target);
        }
    }

    [Fact]
    public void Row_TransparentPicture_ChangesNothing()
    {
        var target = Enumerable.Range(0, 31).Select(i => (byte)i).ToArray();
        var before = (byte[])target.Clone();
        fixed (byte* s = new byte[Side * Side * 4], t = target)
        {
            SpriteBlender.Row(t, 10, s, Side * 4, 0, 0, SpriteBlender.One, 0, SpriteBlender.GainOne, 20);
        }

        Assert.Equal(before, target);
    }

    private static void SlowRow(byte[] target, int count, byte[] source, int u, int v, int du, int dv, int gain, int offset)
    {
        for (var i = 0; i < count; i++, u += du, v += dv)
        {
            int Sample(int channel)
            {
                int At(int x, int y) => source[((((v >> 16) + y) * Side) + (u >> 16) + x) * 4 + channel];
                int fx = (u >> 9) & 127, fy = (v >> 9) & 127;
                var left = At(0, 0) + (((At(0, 1) - At(0, 0)) * fy) >> 7);
                var right = At(1, 0) + (((At(1, 1) - At(1, 0)) * fy) >> 7);
                return left + (((right - left) * fx) >> 7);
            }

            var alpha = Sample(3);
            for (var channel = 0; channel < 3; channel++)
            {
                var at = (i * 3) + channel;
                var value = ((Sample(channel) * gain) >> 6) + ((offset * alpha) >> 8) + ((target[at] * (256 - alpha)) >> 8);
                target[at] = (byte)Math.Clamp(value, 0, 255);
            }
        }
    }

    private static byte[] RandomSprite(Random random)
    {
        var pixels = new byte[Side * Side * 4];
        for (var at = 0; at < pixels.Length; at += 4)
        {
            var alpha = random.Next(3) switch { 0 => 0, 1 => 255, _ => random.Next(256) };
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[at + channel] = (byte)random.Next(alpha + 1);
            }

            pixels[at + 3] = (byte)alpha;
        }

        return pixels;
    }
}
