namespace Signpost.ModelTools.Quantisation;

/// <summary>Chooses the factors that bring the channels of an activation to like ranges: powers of two in eighths of an exponent.</summary>
internal static class ChannelExponents
{
    /// <summary>A channel that needs a greater factor holds next to nothing.</summary>
    public const int Greatest = 8 * Steps;

    /// <summary>Steps from a factor to its double.</summary>
    private const int Steps = 8;

    /// <param name="magnitudes">Greatest absolute value of each channel.</param>
    /// <param name="share">
    /// 1 brings all channels to the range of the widest, 0 leaves them. Behind a depthwise convolution the factor
    /// goes into weights that share a scale with other channels' weights, so a part of it serves both.
    /// </param>
    public static int[] Choose(ReadOnlySpan<float> magnitudes, double share)
    {
        float widest = 0;
        foreach (float magnitude in magnitudes)
            widest = Math.Max(widest, magnitude);
        int[] exponents = new int[magnitudes.Length];
        for (int channel = 0; channel < exponents.Length; channel++)
        {
            if (magnitudes[channel] > 0)
                exponents[channel] = (int)Math.Clamp(Math.Floor(share * Steps * Math.Log2(widest / (double)magnitudes[channel])), 0, Greatest);
        }
        return exponents;
    }
}
