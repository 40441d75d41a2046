using System.Xml.Linq;

namespace Signpost.Architecture.Tests;

/// <summary>
/// Who may know whom. A project that is not in the table, or a reference that is not in its row, fails:
/// the dependency rule is changed here, on purpose, or not at all.
/// </summary>
public sealed class DependencyRuleTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        // shared: Contracts <- Trust <- AuditLog; Recognition depends on nothing of ours
        ["Signpost.Contracts"] = [],
        ["Signpost.Trust"] = ["Signpost.Contracts"],
        ["Signpost.AuditLog"] = ["Signpost.Contracts", "Signpost.Trust"],
        ["Signpost.Recognition"] = [],
        // hardware depends on nothing of ours
        ["Signpost.Hardware"] = [],
        ["Signpost.Hardware.Simulated"] = ["Signpost.Hardware"],
        // edge: shared and hardware, never the control plane
        ["Signpost.Edge"] = ["Signpost.Contracts", "Signpost.Trust", "Signpost.Recognition", "Signpost.Hardware"],
        ["Signpost.Edge.Appliance"] = ["Signpost.Edge", "Signpost.Hardware.Simulated"],
        ["Signpost.ModelTools"] = ["Signpost.Recognition", "Signpost.Trust", "Signpost.Edge", "Signpost.Hardware.Simulated"],
        // control plane: shared, never the edge or hardware
        ["Signpost.ControlPlane"] = ["Signpost.Contracts", "Signpost.Trust", "Signpost.Recognition"],
        ["Signpost.ControlPlane.Sqlite"] = ["Signpost.ControlPlane"],
        ["Signpost.ControlPlane.Postgres"] = ["Signpost.ControlPlane"],
        ["Signpost.ControlPlane.Server"] = ["Signpost.ControlPlane", "Signpost.ControlPlane.Sqlite", "Signpost.ControlPlane.Postgres"],
        // the program behind the script starts the others as processes and references no feature of theirs
        ["Signpost.Cli"] = ["Signpost.Contracts", "Signpost.Trust"],
    };

    public static TheoryData<string> Projects() => [.. SourceProjects().Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyWhatTheRuleAllows(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} has no row in the dependency rule.");
        var file = SourceProjects().Single(path => Path.GetFileNameWithoutExtension(path) == project);
        var found = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(found.Except(allowed));
    }

    [Fact]
    public void Table_EveryRow_IsAProject() =>
        Assert.Empty(Allowed.Keys.Except(SourceProjects().Select(Path.GetFileNameWithoutExtension)));

    [Fact]
    public void Project_OtherThanItsOwnTests_SeesNoInternals()
    {
        foreach (var file in SourceProjects())
        {
            var project = Path.GetFileNameWithoutExtension(file);
            var friends = XDocument.Load(file).Descendants("InternalsVisibleTo").Select(friend => friend.Attribute("Include")!.Value);
            Assert.Empty(friends.Except([.. OwnTests(project), .. Measured(project)]));
        }
    }

    [Fact]
    public void Project_PackageVersions_AreCentral()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Where(Repository.IsOurs))
        {
            Assert.DoesNotContain(XDocument.Load(file).Descendants("PackageReference"), package => package.Attribute("Version") is not null);
        }
    }

    // A library with satellites (Hardware.Simulated, ControlPlane.Sqlite) shares its family's test project;
    // the command line starts everything, so the tests that do are its own as well.
    private static string[] OwnTests(string project) => project == "Signpost.Cli"
        ? ["Signpost.Cli.Tests", "Signpost.EndToEnd.Tests", "Signpost.Promises.Tests"]
        : [project + ".Tests", string.Join('.', project.Split('.').Take(2)) + ".Tests"];

    // The benchmarks time steps of the frame path that nobody outside may call: a test of speed is a test.
    private static string[] Measured(string project) => project is "Signpost.Edge" or "Signpost.Recognition" ? ["Signpost.Benchmarks"] : [];

    private static IEnumerable<string> SourceProjects() =>
        new[] { "shared", "hardware", "edge", "control-plane" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories));
}
