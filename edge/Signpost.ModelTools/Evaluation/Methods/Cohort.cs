namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Score normalisation: how high a template scores against people who are neither on the list nor searched for says how much a score of it means
/// (adaptive s-norm: the mean and the spread of its highest cohort scores). One of the ways that are compared; nothing in a unit does it.
/// </summary>
internal sealed class Cohort(TemplateMatrix people)
{
    /// <summary>Highest scores that count; the usual choice for cohorts of some hundreds to thousands.</summary>
    public const int Nearest = 200;

    /// <summary>Mean and standard deviation of a template's highest cohort scores.</summary>
    public (float Mean, float Spread) Measure(ReadOnlySpan<float> template)
    {
        float[] scores = new float[people.Count];
        people.Multiply(template, 0, scores);
        scores.AsSpan().Sort((first, second) => second.CompareTo(first));
        ReadOnlySpan<float> nearest = scores.AsSpan(0, Math.Min(Nearest, scores.Length));
        float mean = 0, square = 0;
        foreach (float score in nearest)
            mean += score / nearest.Length;
        foreach (float score in nearest)
            square += (score - mean) * (score - mean) / nearest.Length;
        return (mean, MathF.Max(MathF.Sqrt(square), 1e-3f));
    }
}
