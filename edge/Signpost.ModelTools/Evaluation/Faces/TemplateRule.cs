using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>How faces become references and probes.</summary>
/// <param name="MirrorReferences">Whether a reference is the average of the face's template and of its mirror image's.</param>
/// <param name="MirrorProbes">The same for a probe: it doubles the time of a shot.</param>
/// <param name="WeighByQuality">Whether a visit's shots weigh by their unified quality, or all the same.</param>
internal sealed record TemplateRule(bool MirrorReferences, bool MirrorProbes, bool WeighByQuality)
{
    /// <summary>What enrolment (<see cref="ReferenceEnroller"/>) and a unit's visits do.</summary>
    public static TemplateRule InUse { get; } = new(MirrorReferences: true, MirrorProbes: false, WeighByQuality: true);

    public float[] Reference(FaceRecord face) => MirrorReferences ? face.WithMirror() : [.. face.Plain];

    public float[] Probe(FaceRecord face) => MirrorProbes ? face.WithMirror() : [.. face.Plain];

    /// <summary>The template of a visit: its shots averaged, as a unit does it; null if nothing can be made of them.</summary>
    public float[]? Visit(IReadOnlyCollection<FaceRecord> shots)
    {
        float[]? sum = null;
        foreach (FaceRecord shot in shots)
        {
            float[] probe = Probe(shot);
            sum ??= new float[probe.Length];
            Template.Accumulate(sum, probe, WeighByQuality ? MathF.Max(1, shot.Quality) : 1);
        }
        return sum is not null && Template.Normalise(sum) ? sum : null;
    }
}
