using System.Runtime.Intrinsics;
using CsCheck;

namespace Signpost.Recognition.Tests;

/// <summary>Every kernel against its slow twin, exactly.</summary>
public unsafe class ScanKernelTests
{
    // Lengths as they are after filling up, values as they come and at the ends of their range, where narrow sums would saturate.
    private static readonly Gen<sbyte> Value = Gen.Frequency((2, Gen.SByte[-127, 127]), (1, Gen.OneOf(Gen.Const<sbyte>(-127), Gen.Const<sbyte>(127), Gen.Const<sbyte>(0))));
    private static readonly Gen<(sbyte[] Columns, sbyte[] Probe)> Case =
        Gen.Int[1, 3].Select(units => units * 128).SelectMany(length => Gen.Select(Value.Array[length * GalleryLayout.GroupEntries], Value.Array[length]));

    [Fact]
    public void Kernel_Avx2_IsItsSlowTwin() => Check<Avx2Kernel>();

    [Fact]
    public void Kernel_AvxVnni_IsItsSlowTwin() => Check<ShiftedKernel<VnniMultiply>>();

    [Fact]
    public void Kernel_AvxVnniWithTheInstructionSpeltOut_IsItsSlowTwin() => Check<ShiftedKernel<SpeltOut>>();

    [Fact]
    public void Kernel_ArmDot_IsItsSlowTwin() => Check<ArmDotKernel>();

    [Fact]
    public void Kernel_Portable_IsItsSlowTwin() => Check<PortableKernel>();

    [Fact]
    public void SelfTest_ThisMachine_Passes()
    {
        SelfTestResult result = SearchSelfTest.Run();
        Assert.Empty(result.Faults);
    }

    [Fact]
    public void SelfTest_KernelThatSaturates_IsFoundOut()
    {
        var faults = new List<SelfTestFault>();
        SearchSelfTest.CheckKernel<ShiftedKernel<Saturating>>(faults);
        Assert.Contains("saturating multiplied to", faults[0].Detail, StringComparison.Ordinal);
    }

    private static void Check<TKernel>()
        where TKernel : struct, IScanKernel
    {
        Assert.SkipUnless(TKernel.IsSupported, $"this processor has no {TKernel.Name}");
        Case.Sample((columns, values) =>
        {
            using var memory = new NativeBuffer(columns.Length + 3 * values.Length);
            columns.CopyTo(new Span<sbyte>(memory.Pointer, columns.Length));
            byte* at = memory.Pointer + columns.Length;
            var probe = new ProbeCode((sbyte*)at, at + values.Length, at + 2 * values.Length, values.Length);
            for (int index = 0; index < values.Length; index += Vector128<sbyte>.Count)
                probe.Set(index, Vector128.Create<sbyte>(values, index));
            int* found = stackalloc int[GalleryLayout.GroupEntries], expected = stackalloc int[GalleryLayout.GroupEntries];
            TKernel.Multiply((sbyte*)memory.Pointer, probe, found);
            ScalarKernel.Multiply((sbyte*)memory.Pointer, probe, expected);
            for (int entry = 0; entry < GalleryLayout.GroupEntries; entry++)
                Assert.Equal(expected[entry], found[entry] - TKernel.Offset * Sum(columns, entry));
        });
    }

    private static int Sum(sbyte[] columns, int entry) =>
        columns.Where((_, at) => at % GalleryLayout.StepBytes / GalleryLayout.StepValues == entry).Sum(value => value);

    /// <summary>VPDPBUSD as the manual describes it, for processors without it: the loop around it is tested everywhere.</summary>
    private readonly struct SpeltOut : IWideningMultiply
    {
        public static string Name => "spelt out";

        public static bool IsSupported => true;

        public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsigned, Vector256<sbyte> signed)
        {
            for (int lane = 0; lane < Vector256<int>.Count; lane++)
            {
                int sum = sums[lane];
                for (int at = 4 * lane; at < 4 * lane + 4; at++)
                    sum += unsigned[at] * signed[at];
                sums = sums.WithElement(lane, sum);
            }
            return sums;
        }
    }

    /// <summary>What VPMADDUBSW would make of it.</summary>
    private readonly struct Saturating : IWideningMultiply
    {
        public static string Name => "saturating";

        public static bool IsSupported => true;

        public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsigned, Vector256<sbyte> signed)
        {
            for (int lane = 0; lane < Vector256<int>.Count; lane++)
            {
                int at = 4 * lane;
                int first = Math.Clamp(unsigned[at] * signed[at] + unsigned[at + 1] * signed[at + 1], short.MinValue, short.MaxValue);
                int second = Math.Clamp(unsigned[at + 2] * signed[at + 2] + unsigned[at + 3] * signed[at + 3], short.MinValue, short.MaxValue);
                sums = sums.WithElement(lane, sums[lane] + first + second);
            }
            return sums;
        }
    }
}
