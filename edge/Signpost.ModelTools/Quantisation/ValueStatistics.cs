using System.Numerics.Tensors;

namespace Signpost.ModelTools.Quantisation;

/// <summary>What one value of a model was over the pictures of a calibration.</summary>
internal sealed class ValueStatistics
{
    public const int Bins = 2048;

    private double _sumOfLeast, _sumOfGreatest;
    private int _pictures;
    private long[]? _histogram;

    public float Min { get; private set; } = float.PositiveInfinity;

    public float Max { get; private set; } = float.NegativeInfinity;

    /// <summary>The mean of the pictures' least and greatest values.</summary>
    public TensorRange Averaged => new((float)(_sumOfLeast / _pictures), (float)(_sumOfGreatest / _pictures));

    /// <summary>How often each part of Min to Max was hit, <see cref="Bins"/> of them; after <see cref="Count"/>.</summary>
    public ReadOnlySpan<long> Histogram => _histogram;

    /// <summary>Greatest absolute value of each channel, if the value is a picture with channels.</summary>
    public float[] Magnitudes { get; private set; } = [];

    /// <summary>Adds a picture's values.</summary>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        float least = TensorPrimitives.Min(values), greatest = TensorPrimitives.Max(values);
        (Min, Max) = (Math.Min(Min, least), Math.Max(Max, greatest));
        (_sumOfLeast, _sumOfGreatest, _pictures) = (_sumOfLeast + least, _sumOfGreatest + greatest, _pictures + 1);
        if (shape.Length != 4)
            return;
        int channels = (int)shape[1], area = values.Length / channels;
        if (Magnitudes.Length == 0)
            Magnitudes = new float[channels];
        for (int channel = 0; channel < channels; channel++)
            Magnitudes[channel] = Math.Max(Magnitudes[channel], Math.Abs(TensorPrimitives.MaxMagnitude(values.Slice(channel * area, area))));
    }

    /// <summary>Counts a picture's values into the histogram, once the range is known.</summary>
    public void Count(ReadOnlySpan<float> values)
    {
        _histogram ??= new long[Bins];
        float width = Max - Min;
        foreach (float value in values)
        {
            int bin = width > 0 ? (int)((value - Min) / width * Bins) : 0;
            _histogram[Math.Clamp(bin, 0, Bins - 1)]++;
        }
    }
}
