namespace Signpost.Cli.Testing;

/// <summary>The test projects of the checkout and which of them a suite's name means.</summary>
internal static class TestProjects
{
    // They start processes, browsers or databases: last, so that a broken unit test is known within a minute.
    private static readonly string[] Heavy = ["Console", "EndToEnd", "Promises"];

    /// <summary>Projects under <c>tests/</c> by short name ("Trust" of Signpost.Trust.Tests), the heavy ones last.</summary>
    public static IReadOnlyList<TestProject> Of(SignpostHome home) =>
        [.. Directory.EnumerateFiles(Path.Combine(home.Root, "tests"), "Signpost.*.Tests.csproj", SearchOption.AllDirectories)
            .Select(file => new TestProject(ShortName(file), file))
            .OrderBy(project => Array.IndexOf(Heavy, project.Name))
            .ThenBy(project => project.Name, StringComparer.Ordinal)];

    /// <summary>
    /// What to run: everything without a name; <c>unit</c> is all but the heavy ones, <c>e2e</c> is EndToEnd; a <see cref="SlowSuite"/> runs under its own name
    /// only, also where a project has that name too; a project's short name is that project; any other name is a value of the tests' trait Suite, looked for everywhere.
    /// </summary>
    public static TestSelection Select(IReadOnlyList<TestProject> all, string? suite) => suite?.ToUpperInvariant() switch
    {
        null => new(all, null),
        "UNIT" => new([.. all.Where(p => !Heavy.Contains(p.Name))], null),
        "E2E" => new([.. all.Where(p => p.Name == "EndToEnd")], null),
        _ when SlowSuite.Named(suite) is { } slow => new(all, slow.Name),
        var name when all.Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } named => new(named, null),
        _ => new(all, suite),
    };

    private static string ShortName(string file) => Path.GetFileNameWithoutExtension(file).Split('.')[1];
}

internal sealed record TestProject(string Name, string File);

/// <param name="Trait">Only tests with this value of the trait Suite; null: all.</param>
internal sealed record TestSelection(IReadOnlyList<TestProject> Projects, string? Trait);
