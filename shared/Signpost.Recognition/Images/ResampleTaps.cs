namespace Signpost.Recognition;

/// <summary>
/// For every output position along one axis the source positions it is made of, and their weights. Reducing takes the mean over
/// the area that an output pixel covers; enlarging interpolates between the centres of two source pixels. Positions beyond the
/// edge repeat the edge. The buffers grow and are kept.
/// </summary>
internal sealed class ResampleTaps
{
    /// <summary>Coverage of a source pixel that is rounding, not coverage.</summary>
    private const double Negligible = 1e-6;

    private int[] _starts = [];
    private float[] _weights = [];
    private (int SourceLength, float Start, float Extent, int Outputs) _prepared;

    /// <summary>Source positions that make one output, the same for all outputs; some may have weight 0.</summary>
    public int Count { get; private set; }

    /// <summary>First source position used by any output.</summary>
    public int First { get; private set; }

    /// <summary>One past the last source position used by any output.</summary>
    public int End { get; private set; }

    /// <summary>First source position of every output.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary><see cref="Count"/> weights for every output, which add up to 1.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Prepares for a part of the source axis; costs nothing if it is the same as before.</summary>
    /// <param name="sourceLength">Pixels along the axis, at least 1.</param>
    /// <param name="start">Where the part begins, in pixels; may lie outside.</param>
    /// <param name="extent">Length of the part, above 0.</param>
    /// <param name="outputs">Output pixels that the part becomes, at least 1.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Prepare(int sourceLength, float start, float extent, int outputs)
    {
        if (_prepared == (sourceLength, start, extent, outputs))
            return false;
        double step = (double)extent / outputs;
        int widest = 1;
        for (int output = 0; output < outputs; output++)
        {
            (int first, int end) = Span(start + output * step, step);
            widest = Math.Max(widest, end - first);
        }
        Count = Math.Min(widest, sourceLength);
        if (_starts.Length < outputs)
            _starts = new int[outputs];
        if (_weights.Length < outputs * Count)
            _weights = new float[outputs * Count];
        (First, End) = (int.MaxValue, 0);
        for (int output = 0; output < outputs; output++)
        {
            Fill(output, start + output * step, step, sourceLength);
            First = Math.Min(First, _starts[output]);
            End = Math.Max(End, _starts[output] + Count);
        }
        _prepared = (sourceLength, start, extent, outputs);
        return true;
    }

    /// <summary>Whether every output is the plain mean of its own source positions, each output's following the last one's.</summary>
    public bool AreEqualAndAdjoin(int outputs)
    {
        float share = 1f / Count;
        foreach (float weight in _weights.AsSpan(0, outputs * Count))
        {
            if (MathF.Abs(weight - share) > (float)Negligible)
                return false;
        }
        for (int output = 0; output < outputs; output++)
        {
            if (_starts[output] != _starts[0] + output * Count)
                return false;
        }
        return true;
    }

    private void Fill(int output, double from, double step, int sourceLength)
    {
        (int first, int end) = Span(from, step);
        int start = Math.Clamp(first, 0, sourceLength - Count);
        Span<float> weights = _weights.AsSpan(output * Count, Count);
        weights.Clear();
        double total = 0;
        for (int position = first; position < end; position++)
            total += Weight(position, from, step);
        for (int position = first; position < end; position++)
            weights[Math.Clamp(position, 0, sourceLength - 1) - start] += (float)(Weight(position, from, step) / total);
        _starts[output] = start;
    }

    private static (int First, int End) Span(double from, double step)
    {
        if (step > 1)
            return ((int)Math.Floor(from + Negligible), (int)Math.Ceiling(from + step - Negligible));
        double centre = from + step / 2 - 0.5;
        int first = (int)Math.Floor(centre + Negligible);
        return (first, centre - first > Negligible ? first + 2 : first + 1);
    }

    private static double Weight(int position, double from, double step)
    {
        if (step > 1)
            return Math.Max(0, Math.Min(position + 1, from + step) - Math.Max(position, from));
        return Math.Max(0, 1 - Math.Abs(position + 0.5 - (from + step / 2)));
    }
}
