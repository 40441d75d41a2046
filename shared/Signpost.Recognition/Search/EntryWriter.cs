using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>Writes entries into a gallery's tables; its working copies are zeroed on dispose.</summary>
internal sealed unsafe class EntryWriter : IDisposable
{
    // A template of length 1 whose values were rounded to half precision is this near to 1: it is kept to the last bit.
    private const float UnitTolerance = 1f / 1024;

    private readonly int _templateLength;
    private readonly float[] _values;
    private readonly Half[] _halves;

    public EntryWriter(int templateLength)
    {
        _templateLength = templateLength;
        int padded = GalleryLayout.PaddedLength(templateLength);
        // Pinned: the collector must not leave copies behind when it compacts.
        _values = GC.AllocateArray<float>(padded, pinned: true);
        _halves = GC.AllocateArray<Half>(padded, pinned: true);
    }

    /// <summary>Writes one entry.</summary>
    /// <param name="template">Any scale.</param>
    /// <param name="group">The entry's group in the scan table.</param>
    /// <param name="lane">Its place in the group.</param>
    /// <param name="row">Its packed half-precision values.</param>
    /// <returns>False, and nothing written, if it has another length, is all zero or not finite.</returns>
    public bool TryWrite(ReadOnlySpan<float> template, sbyte* group, int lane, ushort* row)
    {
        if (template.Length != _templateLength)
            return false;
        Span<float> values = _values.AsSpan(0, _templateLength);
        template.CopyTo(values);
        float norm = TensorPrimitives.Norm<float>(values);
        if (!(MathF.Abs(norm - 1) <= UnitTolerance) && !Template.Normalise(values))
            return false;
        for (int index = 0; index < values.Length; index++)
            _halves[index] = (Half)values[index];
        PackedHalves.Pack(_halves, row);
        Quantise(group, lane);
        return true;
    }

    // With h the half-precision values, s their largest magnitude / 127 and q = round(h / s): h = s·q + e with every |e| ≤ s / 2.
    private void Quantise(sbyte* group, int lane)
    {
        double largest = 0, square = 0;
        foreach (Half half in _halves)
        {
            double value = (double)half;
            largest = Math.Max(largest, Math.Abs(value));
            square += value * value;
        }
        double scale = largest / 127, left = 0;
        int sum = 0;
        for (int index = 0; index < _halves.Length; index++)
        {
            double value = (double)_halves[index];
            int quantised = (int)Math.Round(value / scale);
            double error = value - scale * quantised;
            left += error * error;
            sum += quantised;
            int step = index / GalleryLayout.StepValues, within = index % GalleryLayout.StepValues;
            group[step * GalleryLayout.StepBytes + lane * GalleryLayout.StepValues + within] = (sbyte)quantised;
        }
        double length = Math.Sqrt(square);
        new GroupFacts(group, _halves.Length).Set(lane, (float)(scale / length), MathF.BitIncrement((float)(Math.Sqrt(left) / length)), sum);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_values.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_halves.AsSpan()));
    }
}
