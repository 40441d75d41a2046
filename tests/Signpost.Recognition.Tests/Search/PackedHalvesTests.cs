using CsCheck;

namespace Signpost.Recognition.Tests;

public unsafe class PackedHalvesTests
{
    // Every binary16 below 2 in magnitude, zeros and subnormals among them.
    private static readonly Gen<Half> Below2 = Gen.Select(Gen.UShort[0, 0x3FFF], Gen.Bool)
        .Select((bits, negative) => BitConverter.UInt16BitsToHalf((ushort)(negative ? bits | 0x8000 : bits)));

    [Fact]
    public void Cosine_OfPackedValues_IsTheSlowTwins() =>
        Gen.Select(Below2.Array[256], Gen.Double[-1, 1].Array[256]).Where((row, _) => row.Any(half => half != Half.Zero)).Sample((row, probe) =>
        {
            double dot = row.Zip(probe).Sum(pair => (double)pair.First * pair.Second);
            double length = Math.Sqrt(row.Sum(half => (double)half * (double)half));
            Assert.Equal(dot / length, Cosine(row, probe), 1e-12);
        });

    [Fact]
    public void Pack_AnyValue_IsHeldToTheLastBit() =>
        Gen.Select(Below2.Array[128], Gen.Int[0, 127]).Where((row, at) => row[at] != Half.Zero).Sample((row, at) =>
        {
            // A probe of one value picks one of the row.
            double[] probe = new double[row.Length];
            probe[at] = 1;
            double length = Math.Sqrt(row.Sum(half => (double)half * (double)half));
            Assert.Equal((double)row[at], Cosine(row, probe) * length, Math.Abs((double)row[at]) * 1e-12);
        });

    private static double Cosine(Half[] row, double[] probe)
    {
        using var memory = new NativeBuffer(GalleryLayout.RowBytes(row.Length));
        PackedHalves.Pack(row, (ushort*)memory.Pointer);
        fixed (double* values = probe)
            return PackedHalves.Cosine((ushort*)memory.Pointer, values, row.Length);
    }
}
