using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>
/// A probe made ready for the scan: as it is, in double precision, for the exact score; and as int8 values v with p = t·v + f. Lies in memory of the
/// caller, who overwrites it.
/// </summary>
internal readonly unsafe ref struct ProbeBuffers
{
    private ProbeBuffers(double* exact, ProbeCode code, double length, float factor, float bound)
    {
        Exact = exact;
        Code = code;
        Length = length;
        Factor = factor;
        Bound = bound;
    }

    /// <summary>The probe's values.</summary>
    public double* Exact { get; }

    /// <summary>Its int8 values.</summary>
    public ProbeCode Code { get; }

    /// <summary>Its length; not positive when it is no template.</summary>
    public double Length { get; }

    /// <summary>Its scale t over its length.</summary>
    public float Factor { get; }

    /// <summary>Length of what the int8 values leave out, f, over its length, rounded up.</summary>
    public float Bound { get; }

    /// <summary>Bytes that a probe takes.</summary>
    public static int Bytes(int paddedLength) => paddedLength * (sizeof(double) + 3);

    /// <summary>Fills <paramref name="memory"/>.</summary>
    public static ProbeBuffers Fill(ReadOnlySpan<float> probe, byte* memory, int paddedLength)
    {
        var exact = new Span<double>(memory, paddedLength);
        byte* bytes = memory + paddedLength * sizeof(double);
        TensorPrimitives.ConvertTruncating(probe, exact);
        exact[probe.Length..].Clear();
        double length = TensorPrimitives.Norm<double>(exact);
        if (!(length > 0) || !double.IsFinite(length))
            return default;
        double scale = Math.Abs(TensorPrimitives.MaxMagnitude<double>(exact)) / 127;
        var code = new ProbeCode((sbyte*)bytes, bytes + paddedLength, bytes + 2 * paddedLength, paddedLength);
        double left = Quantise((double*)memory, code, scale);
        return new ProbeBuffers((double*)memory, code, length, (float)(scale / length), MathF.BitIncrement((float)(Math.Sqrt(left) / length)));
    }

    /// <returns>The square of the length of what is left out.</returns>
    private static double Quantise(double* exact, ProbeCode code, double scale)
    {
        Vector128<double> left = default;
        Vector128<double> inverse = Vector128.Create(1 / scale), unit = Vector128.Create(scale);
        for (int index = 0; index < code.Length; index += Vector128<sbyte>.Count)
        {
            Vector128<short> lower = Vector128.Narrow(Four(exact + index, ref left), Four(exact + index + 4, ref left));
            Vector128<short> upper = Vector128.Narrow(Four(exact + index + 8, ref left), Four(exact + index + 12, ref left));
            code.Set(index, Vector128.Narrow(lower, upper));
        }
        return Vector128.Sum(left);

        Vector128<int> Four(double* at, ref Vector128<double> left) =>
            Vector128.ConvertToInt32(Vector128.Narrow(Two(at, ref left), Two(at + 2, ref left)));

        Vector128<double> Two(double* at, ref Vector128<double> left)
        {
            var values = Vector128.Load(at);
            Vector128<double> rounded = Vector128.Round(values * inverse);
            Vector128<double> error = values - rounded * unit;
            left += error * error;
            return rounded;
        }
    }
}
