using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>
/// Scales a part of a picture straight into a model's input (NCHW floats), in one pass over the pixels that are needed. Holds
/// its working row, so it is not safe for concurrent use, and allocates only when a larger picture comes.
/// </summary>
internal sealed class Resampler(ModelInput input)
{
    private readonly ResampleTaps _columns = new();
    private readonly ResampleTaps _rows = new();
    private float[] _row = [];
    private ushort[] _sums = [];
    private bool _isBox;

    /// <summary>Fills a rectangle of the input from a part of the picture; the rest is left as it is.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="x">Left edge of the part, in pixels; may lie outside: the picture's edge is repeated.</param>
    /// <param name="y">Top edge of the part.</param>
    /// <param name="width">Width of the part, above 0.</param>
    /// <param name="height">Height of the part, above 0.</param>
    /// <param name="tensor">The whole input.</param>
    /// <param name="target">The rectangle of the input, inside it.</param>
    public void Fill(in BgrImage image, float x, float y, float width, float height, Span<float> tensor, InputRegion target)
    {
        bool changed = _columns.Prepare(image.Width, x, width, target.Width) | _rows.Prepare(image.Height, y, height, target.Height);
        if (changed)
            _isBox = input.Channels != ChannelOrder.Grey && BoxRows.Fits(_columns, _rows, target.Width, target.Height);
        if (_isBox)
        {
            FillBox(image, tensor, target);
            return;
        }
        int rowLength = (_columns.End - _columns.First) * BgrImage.Channels;
        if (_row.Length < rowLength + 1)
        {
            // One value more: four are loaded where three are meant.
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_row.AsSpan()));
            _row = GC.AllocateArray<float>(rowLength + 1, pinned: true);
        }
        for (int output = 0; output < target.Height; output++)
        {
            BlendRows(image, output, _row.AsSpan(0, rowLength));
            Span<float> from = tensor[((target.Y + output) * input.Width + target.X)..];
            if (input.Channels == ChannelOrder.Grey)
                WriteGreyRow(from, target.Width);
            else
                WriteColourRow(from, target.Width);
        }
    }

    /// <summary>Overwrites what is left of the last picture.</summary>
    public void Scrub()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_row.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_sums.AsSpan()));
    }

    private void FillBox(in BgrImage image, Span<float> tensor, InputRegion target)
    {
        int rowLength = (_columns.End - _columns.First) * BgrImage.Channels;
        if (_sums.Length < rowLength + Vector128<ushort>.Count)
        {
            // Room for what is loaded beyond the last pixel.
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_sums.AsSpan()));
            _sums = GC.AllocateArray<ushort>(rowLength + Vector128<ushort>.Count, pinned: true);
        }
        for (int output = 0; output < target.Height; output++)
        {
            BoxRows.Add(image, _rows.Starts[output], _rows.Count, _columns.First, _sums.AsSpan(0, rowLength));
            WriteBoxRow(tensor[((target.Y + output) * input.Width + target.X)..], target.Width);
        }
    }

    private void WriteBoxRow(Span<float> from, int width)
    {
        int plane = input.Width * input.Height, columns = _columns.Count;
        bool rgb = input.Channels == ChannelOrder.Rgb;
        Span<float> blue = from.Slice(rgb ? 2 * plane : 0, width);
        Span<float> green = from.Slice(plane, width);
        Span<float> red = from.Slice(rgb ? 0 : 2 * plane, width);
        var scale = Vector128.Create(input.Scale / (columns * _rows.Count));
        var shift = Vector128.Create(-input.Mean * input.Scale);
        ref ushort sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        for (int x = 0; x < width; x++)
        {
            Vector128<float> pixel = Vector128.MultiplyAddEstimate(BoxRows.Across(ref sums, x * columns * BgrImage.Channels, columns), scale, shift);
            blue[x] = pixel.GetElement(0);
            green[x] = pixel.GetElement(1);
            red[x] = pixel.GetElement(2);
        }
    }

    /// <summary>Weighted sum of the source rows of one output row, over the columns that are needed.</summary>
    private void BlendRows(in BgrImage image, int output, Span<float> sum)
    {
        int first = _rows.Starts[output];
        ReadOnlySpan<float> weights = _rows.Weights.Slice(output * _rows.Count, _rows.Count);
        ref byte pixels = ref MemoryMarshal.GetReference(image.Pixels);
        nuint origin = (nuint)(first * image.Stride + _columns.First * BgrImage.Channels);
        ref float target = ref MemoryMarshal.GetReference(sum);
        int done = 0;
        for (; done <= sum.Length - Vector256<byte>.Count; done += Vector256<byte>.Count)
        {
            Vector256<float> a = default, b = default, c = default, d = default;
            for (int row = 0; row < weights.Length; row++)
            {
                var bytes = Vector256.LoadUnsafe(ref pixels, origin + (nuint)(row * image.Stride + done));
                (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(bytes);
                (Vector256<uint> u0, Vector256<uint> u1) = Vector256.Widen(low);
                (Vector256<uint> u2, Vector256<uint> u3) = Vector256.Widen(high);
                var weight = Vector256.Create(weights[row]);
                a = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(u0.AsInt32()), weight, a);
                b = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(u1.AsInt32()), weight, b);
                c = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(u2.AsInt32()), weight, c);
                d = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(u3.AsInt32()), weight, d);
            }
            a.StoreUnsafe(ref target, (nuint)done);
            b.StoreUnsafe(ref target, (nuint)done + 8);
            c.StoreUnsafe(ref target, (nuint)done + 16);
            d.StoreUnsafe(ref target, (nuint)done + 24);
        }
        for (; done < sum.Length; done++)
        {
            float value = 0;
            for (int row = 0; row < weights.Length; row++)
                value += image.Pixels[(int)origin + row * image.Stride + done] * weights[row];
            sum[done] = value;
        }
    }

    private void WriteColourRow(Span<float> from, int width)
    {
        int plane = input.Width * input.Height;
        bool rgb = input.Channels == ChannelOrder.Rgb;
        Span<float> blue = from.Slice(rgb ? 2 * plane : 0, width);
        Span<float> green = from.Slice(plane, width);
        Span<float> red = from.Slice(rgb ? 0 : 2 * plane, width);
        var scale = Vector128.Create(input.Scale);
        var shift = Vector128.Create(-input.Mean * input.Scale);
        for (int x = 0; x < width; x++)
        {
            Vector128<float> pixel = Vector128.MultiplyAddEstimate(BlendColumns(x), scale, shift);
            blue[x] = pixel.GetElement(0);
            green[x] = pixel.GetElement(1);
            red[x] = pixel.GetElement(2);
        }
    }

    private void WriteGreyRow(Span<float> from, int width)
    {
        var luma = Vector128.Create(0.114f, 0.587f, 0.299f, 0);
        for (int x = 0; x < width; x++)
            from[x] = (Vector128.Dot(BlendColumns(x), luma) - input.Mean) * input.Scale;
    }

    /// <summary>Blue, green and red of one output pixel, 0 to 255; the fourth lane is the next pixel's blue.</summary>
    private Vector128<float> BlendColumns(int x)
    {
        int taps = _columns.Count;
        nuint position = (nuint)((_columns.Starts[x] - _columns.First) * BgrImage.Channels);
        ref float row = ref MemoryMarshal.GetArrayDataReference(_row);
        Vector128<float> sum = default;
        foreach (float weight in _columns.Weights.Slice(x * taps, taps))
        {
            sum = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref row, position), Vector128.Create(weight), sum);
            position += BgrImage.Channels;
        }
        return sum;
    }
}

/// <summary>A rectangle of a model's input.</summary>
internal readonly record struct InputRegion(int X, int Y, int Width, int Height);
