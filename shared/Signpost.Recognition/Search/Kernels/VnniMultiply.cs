using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Signpost.Recognition;

/// <summary>x86-64 with AVX-VNNI: <c>vpdpbusd</c> (Intel SDM, VPDPBUSD).</summary>
internal readonly struct VnniMultiply : IWideningMultiply
{
    public static string Name => "AVX-VNNI";

    public static bool IsSupported => AvxVnni.IsSupported;

    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsigned, Vector256<sbyte> signed) =>
        AvxVnni.MultiplyWideningAndAdd(sums, unsigned, signed);
}
