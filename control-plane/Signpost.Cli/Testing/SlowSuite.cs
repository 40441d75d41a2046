namespace Signpost.Cli.Testing;

/// <summary>
/// Tests that take too long for every day: those whose trait Suite is <paramref name="Name"/>. They run under that name only; nothing else has to know
/// of them.
/// </summary>
/// <param name="Name">Value of the trait.</param>
/// <param name="What">What they prove, for the help.</param>
/// <param name="Packages">Debian packages that they need beside the usual ones.</param>
internal sealed record SlowSuite(string Name, string What, IReadOnlyList<string> Packages)
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<SlowSuite> All =
    [
        new(
            "emulated",
            "the unit's program on processors that this machine is not: arm64, and x86-64 of several ages",
            ["lld", "gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross", "libstdc++6-arm64-cross"]),
        new(
            "promises",
            "what a unit sends, what it refuses and when its list ends, against real programs: ten minutes of passers-by on the wire, clocks set, control planes that lie or are gone",
            ["libfaketime"]),
        new("fuzz", "a million nearly right inputs for every reader of outside bytes, 50,000 for the picture decoders; new ones are kept in artifacts/fuzz", []),
        new("evaluation", "the gallery search on thousands of real faces; needs SIGNPOST_EVAL_DATA", []),
    ];

    /// <summary>The slow suite of that name, or null.</summary>
    public static SlowSuite? Named(string? name) => All.FirstOrDefault(suite => string.Equals(suite.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What tells the test runner which tests to run: those of a trait, or all but the slow ones.</summary>
    /// <param name="trait">Value of the trait Suite, or null.</param>
    public static IReadOnlyList<string> Filter(string? trait) =>
        trait is not null ? ["--filter-trait", $"Suite={trait}"] : [.. All.SelectMany(suite => new[] { "--filter-not-trait", $"Suite={suite.Name}" })];
}
