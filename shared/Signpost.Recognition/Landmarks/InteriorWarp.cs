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
    // Positions with 32 binary digits after the point, of which 15 weigh the neighbours; the four weights add up to 2¹⁴ exactly.
    private const int PositionBits = 32, ShareBits = 15, WeightBits = 14;

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
        long stepU = Fixed(toImage.A / samples), stepV = Fixed(toImage.B / samples);
        float share = 1f / ((1 << WeightBits) * samples * samples);
        float first = 0.5f / samples - 0.5f;
        ref byte pixel = ref MemoryMarshal.GetReference(target);
        for (int y = 0; y < side; y++)
        {
            Vector2 at = toImage.Apply(new Vector2(first, y + first));
            (long u, long v) = (Fixed(at.X), Fixed(at.Y));
            for (int x = 0; x < side; x++, u += stepU * samples, v += stepV * samples)
            {
                Vector128<int> sum = default;
                // Down in the face is to the left and down in the picture: a turn by a right angle.
                for (int row = 0; row < samples; row++)
                    sum += Along(image, u - row * stepV, v + row * stepU, stepU, stepV, samples);
                Vector128<int> mean = samples == 1
                    ? (sum + Vector128.Create(1 << (WeightBits - 1))) >> WeightBits
                    : Vector128.ConvertToInt32(Vector128.MultiplyAddEstimate(Vector128.ConvertToSingle(sum), Vector128.Create(share), Vector128.Create(0.5f)));
                Store(mean, ref pixel, y * side + x == side * side - 1);
                pixel = ref Unsafe.Add(ref pixel, BgrImage.Channels);
            }
        }
    }

    private static bool IsInside(in BgrImage image, Vector2 at) =>
        at.X >= Slack && at.Y >= Slack && at.X < image.Width - 3 - Slack && at.Y < image.Height - 1 - Slack;

    /// <summary>Samples from left to right, added up, times 2¹⁴: blue, green, red, nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Along(in BgrImage image, long u, long v, long stepU, long stepV, int samples)
    {
        ref byte pixels = ref MemoryMarshal.GetReference(image.Pixels);
        nint stride = image.Stride;
        Vector128<int> sum = default;
        for (int column = 0; column < samples; column++, u += stepU, v += stepV)
            sum += Sample(ref Unsafe.Add(ref pixels, (nint)(v >> PositionBits) * stride + (nint)(u >> PositionBits) * BgrImage.Channels), stride, Share(u), Share(v));
        return sum;
    }

    private static long Fixed(float value) => (long)(value * (double)(1L << PositionBits));

    private static int Share(long position) => (int)((uint)position >> (PositionBits - ShareBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sample(ref byte upper, nint stride, int right, int down)
    {
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

    /// <summary>Four bytes where three are meant, which the next pixel overwrites; three for the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> pixel, ref byte target, bool isLast)
    {
        const byte no = 255;
        uint packed = Vector128.Shuffle(pixel.AsByte(), Vector128.Create(0, 4, 8, no, no, no, no, no, no, no, no, no, no, no, no, no)).AsUInt32().ToScalar();
        if (isLast)
        {
            Unsafe.WriteUnaligned(ref target, (ushort)packed);
            Unsafe.Add(ref target, 2) = (byte)(packed >> 16);
        }
        else
            Unsafe.WriteUnaligned(ref target, packed);
    }
}
