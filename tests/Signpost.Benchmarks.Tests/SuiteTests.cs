using Signpost.Benchmarks.Suite;

namespace Signpost.Benchmarks.Tests;

/// <summary>Whether every benchmark still runs; how fast is none of a test's business.</summary>
public sealed class SuiteTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signpost-benchmarks-");

    public static TheoryData<Type> Classes() => [.. SuiteRun.Classes];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Suite_EveryBenchmarkOnce_RunsToItsEnd(Type type)
    {
        Fetched.Require();
        var summary = SuiteRun.RunOnce(type, _folder.FullName);

        Assert.True(SuiteRun.IsWhole(summary), string.Join('\n', summary.ValidationErrors.Select(error => error.Message)));
    }

    [Fact]
    public void Suite_HoldsStagesAndFrames() => Assert.Equal(
        [typeof(FrameBenchmarks), typeof(StageBenchmarks)], SuiteRun.Classes.OrderBy(type => type.Name, StringComparer.Ordinal));

    public void Dispose() => _folder.Delete(recursive: true);
}
