using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Signpost.Recognition;

/// <summary>
/// The alignment of a face that lies wholly inside the picture, in fixed point: no sample needs the edge repeated, so each is two loads and
/// two multiplications of all channels at once.
/// </summary>
internal static class InteriorWarp
{
    // Positions with 16 binary digits after the point, of which 15 weigh the neighbours; the four weights add up to 2¹⁴ exactly.
    private const int PositionBits = 16, ShareBits = 15, WeightBits = 14;

    // What rounding may add to a position on its way along a row.
    private const float Slack = 0.05f;

    /// <summary>Whether every sample and all of its neighbours lie inside, with room to load eight bytes where six are meant.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="toImage">From the aligned face to the picture.</param>
    /// <param name="side">Columns and rows of the aligned face.</param>
    public static bool Fits(in BgrImage image, in Similarity toImage, int side)
    {
        // Samples of an output pixel lie within half a pixel around it; a square's image is inside if its corners are.
        float near = -0.5f, far = side - 0.5f;
        return IsInside(image, toImage.Apply(new Vector2(near, near))) && IsInside(image, toImage.Apply(new Vector2(far, near)))
            && IsInside(image, toImage.Apply(new Vector2(near, far))) && IsInside(image, toImage.Apply(new Vector2(far, far)));
    }

    /// <summary>Writes the aligned face; only where <see cref="Fits"/>.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="toImage">From the aligned face to the picture.</param>
    /// <param name="side">Columns and rows of the aligned face.</param>
    /// <param name="samples">Samples along each axis of an output pixel, 1 to 16.</param>
    /// <param name="target">Interleaved BGR without padding.</param>
    public static void Write(in BgrImage image, in Similarity toImage, int side, int samples, Span<byte> target)
    {
        float step = 1f / samples, first = step / 2 - 0.5f;
        var share = Vector128.Create(1f / ((1 << WeightBits) * samples * samples));
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                Vector128<int> sum = default;
                for (int row = 0; row < samples; row++)
                    sum += Along(image, toImage, new Vector2(x + first, y + first + row * step), step, samples);
                Store(Vector128.ConvertToInt32(Vector128.MultiplyAddEstimate(Vector128.ConvertToSingle(sum), share, Vector128.Create(0.5f))), target, (y * side + x) * BgrImage.Channels);
            }
        }
    }

    private static bool IsInside(in BgrImage image, Vector2 at) =>
        at.X >= Slack && at.Y >= Slack && at.X < image.Width - 3 - Slack && at.Y < image.Height - 1 - Slack;

    /// <summary>Samples from left to right, added up, times 2¹⁴: blue, green, red, nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Along(in BgrImage image, in Similarity toImage, Vector2 from, float step, int samples)
    {
        Vector2 at = toImage.Apply(from);
        int u = Fixed(at.X), v = Fixed(at.Y);
        int stepU = Fixed(toImage.A * step), stepV = Fixed(toImage.B * step);
        ref byte pixels = ref MemoryMarshal.GetReference(image.Pixels);
        Vector128<int> sum = default;
        for (int column = 0; column < samples; column++, u += stepU, v += stepV)
            sum += Sample(ref Unsafe.Add(ref pixels, (nint)(v >> PositionBits) * image.Stride + (u >> PositionBits) * BgrImage.Channels), image.Stride, u, v);
        return sum;
    }

    private static int Fixed(float value) => (int)(value * (1 << PositionBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sample(ref byte upper, int stride, int u, int v)
    {
        int right = (u >> (PositionBits - ShareBits)) & ((1 << ShareBits) - 1), down = (v >> (PositionBits - ShareBits)) & ((1 << ShareBits) - 1);
        int lowerRight = right * down >> (2 * ShareBits - WeightBits);
        int upperRight = (right >> (ShareBits - WeightBits)) - lowerRight;
        int lowerLeft = (down >> (ShareBits - WeightBits)) - lowerRight;
        int upperLeft = (1 << WeightBits) - lowerRight - upperRight - lowerLeft;
        return MultiplyPairs(Pairs(ref upper), Vector128.Create(upperLeft | upperRight << 16).AsInt16())
            + MultiplyPairs(Pairs(ref Unsafe.Add(ref upper, stride)), Vector128.Create(lowerLeft | lowerRight << 16).AsInt16());
    }

    /// <summary>Two neighbours' blue, green and red, each pair together: an index beyond 15 makes a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Pairs(ref byte pixels)
    {
        const byte no = 255;
        return Vector128.Shuffle(
            Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref pixels)).AsByte(), Vector128.Create(0, no, 3, no, 1, no, 4, no, 2, no, 5, no, no, no, no, no)).AsInt16();
    }

    /// <summary>a₀·b₀ + a₁·b₁ for every pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyPairs(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported) return Sse2.MultiplyAddAdjacent(a, b);
        Vector128<int> first = (a.AsInt32() << 16 >> 16) * (b.AsInt32() << 16 >> 16);
        return first + (a.AsInt32() >> 16) * (b.AsInt32() >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> pixel, Span<byte> target, int offset)
    {
        target[offset + 2] = (byte)pixel.GetElement(2);
        target[offset + 1] = (byte)pixel.GetElement(1);
        target[offset] = (byte)pixel.GetElement(0);
    }
}
