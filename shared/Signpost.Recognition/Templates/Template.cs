using System.Numerics.Tensors;

namespace Signpost.Recognition;

/// <summary>Arithmetic on templates. A template is a vector of length 1; its meaning belongs to the pack that made it.</summary>
public static class Template
{
    /// <summary>Scales to length 1.</summary>
    /// <returns>False, and nothing useful in <paramref name="template"/>, if it was all zero or not finite.</returns>
    public static bool Normalise(Span<float> template)
    {
        float norm = TensorPrimitives.Norm(template);
        if (!(norm > 0) || !float.IsFinite(norm))
            return false;
        TensorPrimitives.Divide(template, norm, template);
        return true;
    }

    /// <summary>Adds a weighted template to a running sum, which <see cref="Normalise"/> turns into the average's template.</summary>
    /// <param name="sum">Of the same length.</param>
    /// <param name="template">Of the same length.</param>
    /// <param name="weight">Not negative; the quality of the shot, for instance.</param>
    public static void Accumulate(Span<float> sum, ReadOnlySpan<float> template, float weight) =>
        TensorPrimitives.MultiplyAdd(template, weight, sum, sum);

    /// <summary>Cosine comparison score of two templates of equal length, −1 to 1.</summary>
    public static float Compare(ReadOnlySpan<float> first, ReadOnlySpan<float> second) =>
        Math.Clamp(TensorPrimitives.CosineSimilarity(first, second), -1f, 1f);
}
