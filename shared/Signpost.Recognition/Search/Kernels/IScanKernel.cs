using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>Multiplies a group of 16 entries with a probe, exactly. Stateless; chosen at run time, inlined into the scan.</summary>
internal unsafe interface IScanKernel
{
    /// <summary>Name for people: <c>AVX-VNNI</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Whether this processor has what it takes.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>What the kernel adds to each value of the probe: 128 where the instruction takes unsigned ones, else 0.</summary>
    static abstract int Offset { get; }

    /// <summary>Sums of products, one an entry: of the entry's values and the probe's, each plus <see cref="Offset"/>.</summary>
    /// <param name="columns">The group's int8 values in <see cref="GalleryLayout"/>'s order, −127 to 127, on a cache line.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="sums">16 results.</param>
    static abstract void Multiply(sbyte* columns, ProbeCode probe, int* sums);
}

/// <summary>A probe's int8 values as kernels want them: <paramref name="length"/> bytes each, zeros (shifted: 128) at the end.</summary>
/// <param name="values">−127 to 127.</param>
/// <param name="magnitudes">Their magnitudes.</param>
/// <param name="shifted">They plus 128.</param>
/// <param name="length">A multiple of 128.</param>
internal readonly unsafe struct ProbeCode(sbyte* values, byte* magnitudes, byte* shifted, int length)
{
    public sbyte* Values => values;

    public byte* Magnitudes => magnitudes;

    public byte* Shifted => shifted;

    public int Length => length;

    /// <summary>Sets 16 values in all three forms.</summary>
    public void Set(int index, Vector128<sbyte> sixteen)
    {
        sixteen.Store(values + index);
        Vector128.Abs(sixteen).AsByte().Store(magnitudes + index);
        (sixteen.AsByte() ^ Vector128.Create((byte)128)).Store(shifted + index);
    }
}
