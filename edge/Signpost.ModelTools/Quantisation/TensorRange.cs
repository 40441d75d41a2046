namespace Signpost.ModelTools.Quantisation;

/// <summary>The values that an activation takes, as a calibration chose them.</summary>
/// <param name="Min">Least value, finite.</param>
/// <param name="Max">Greatest value, finite and not below <paramref name="Min"/>.</param>
internal readonly record struct TensorRange(float Min, float Max)
{
    /// <summary>Steps below stand for a value that is always zero; the smallest normal float.</summary>
    internal const float Least = 1.17549435e-38f;

    /// <summary>
    /// The 8-bit scale of the range: value = Scale × (q − ZeroPoint), q 0 to 255. Zero is always representable, exactly, because
    /// padding and clipped activations are zeros.
    /// </summary>
    public ActivationScale ToScale()
    {
        float min = Math.Min(Min, 0), max = Math.Max(Max, 0);
        float scale = (max - min) / byte.MaxValue;
        if (!(scale >= Least))
            return new ActivationScale(1f / byte.MaxValue, 0);
        return new ActivationScale(scale, (byte)Math.Clamp(MathF.Round(-min / scale), byte.MinValue, byte.MaxValue));
    }
}

/// <summary>Asymmetric 8-bit scale of an activation.</summary>
/// <param name="Scale">A step, above 0.</param>
/// <param name="ZeroPoint">What stands for 0.</param>
internal readonly record struct ActivationScale(float Scale, byte ZeroPoint);
