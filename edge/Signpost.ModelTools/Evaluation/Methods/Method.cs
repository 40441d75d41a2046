namespace Signpost.ModelTools.Evaluation;

/// <summary>Which sides of a comparison are normalised against a cohort.</summary>
internal enum Normalisation
{
    /// <summary>Plain cosines.</summary>
    None,

    /// <summary>By the reference's cohort scores: known at enrolment, costs a unit nothing.</summary>
    Reference,

    /// <summary>By both: the unit would have to hold the cohort.</summary>
    Both,
}

/// <summary>One way to make templates and scores.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Rule">Templates.</param>
/// <param name="Shots">1: every picture is a search; more: one search a person, of so many pictures.</param>
/// <param name="Normalisation">Scores.</param>
/// <param name="Baseline">Name of the way that it is compared with; null for a baseline.</param>
internal sealed record Method(string Name, TemplateRule Rule, int Shots, Normalisation Normalisation, string? Baseline)
{
    private const string Plain = "one picture, plain", OneShot = "a visit's first picture, plain", Averaged = "8 pictures by quality, plain";

    /// <summary>The ways that are compared, baselines before what is compared with them.</summary>
    public static IReadOnlyList<Method> All { get; } =
    [
        new(Plain, Rules(false, false), 1, Normalisation.None, null),
        new("references mirrored", Rules(true, false), 1, Normalisation.None, Plain),
        new("references and probes mirrored", Rules(true, true), 1, Normalisation.None, Plain),
        new("normalised by the reference", Rules(false, false), 1, Normalisation.Reference, Plain),
        new("normalised by both", Rules(false, false), 1, Normalisation.Both, Plain),
        new(OneShot, Rules(false, false), FirstShot, Normalisation.None, null),
        new("2 pictures, same weights", Rules(false, false, weigh: false), 2, Normalisation.None, OneShot),
        new("2 pictures by quality", Rules(false, false), 2, Normalisation.None, OneShot),
        new("4 pictures, same weights", Rules(false, false, weigh: false), 4, Normalisation.None, OneShot),
        new("4 pictures by quality", Rules(false, false), 4, Normalisation.None, OneShot),
        new("8 pictures, same weights", Rules(false, false, weigh: false), 8, Normalisation.None, OneShot),
        new(Averaged, Rules(false, false), 8, Normalisation.None, OneShot),
        new("8 pictures by quality, references mirrored", Rules(true, false), 8, Normalisation.None, Averaged),
        new("8 pictures by quality, references and probes mirrored", Rules(true, true), 8, Normalisation.None, Averaged),
    ];

    /// <summary>One search a person, of the first picture alone.</summary>
    public const int FirstShot = 0;

    private static TemplateRule Rules(bool references, bool probes, bool weigh = true) => new(references, probes, weigh);
}
