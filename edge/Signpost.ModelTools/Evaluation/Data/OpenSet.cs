namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// An open-set 1:N protocol (ISO/IEC 19795-1): who is enrolled, with one picture each; other pictures of the same people; pictures of others.
/// </summary>
/// <param name="Name">Of the data set, for reports: a folder's name, never a path.</param>
/// <param name="Gallery">References, one a person.</param>
/// <param name="Mated">Probes of enrolled people.</param>
/// <param name="NonMated">Probes of people who are not enrolled.</param>
internal sealed record OpenSet(string Name, IReadOnlyList<Sample> Gallery, IReadOnlyList<Sample> Mated, IReadOnlyList<Sample> NonMated)
{
    /// <summary>Every picture once.</summary>
    public IEnumerable<string> Files => Gallery.Concat(Mated).Concat(NonMated).Select(sample => sample.File).Distinct();

    /// <summary>The same protocol with only every n-th non-mated probe: a fixed choice, for a quick look.</summary>
    public OpenSet Every(int n) => this with { NonMated = [.. NonMated.Where((_, index) => index % n == 0)] };
}

/// <summary>One picture of somebody.</summary>
/// <param name="Person">A label; it goes into no report.</param>
/// <param name="File">Full path.</param>
internal sealed record Sample(string Person, string File);
