using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Signpost.Benchmarks.Suite;

/// <summary>The BenchmarkDotNet suite: about a minute a class.</summary>
internal static class SuiteRun
{
    public const string NothingFetched = "Models and portraits are not there yet: './signpost bench' fetches them.";

    /// <summary>Every class of the suite.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(SuiteRun).Assembly.GetTypes().Where(type => type.GetMethods().Any(method => method.GetCustomAttribute<BenchmarkDotNet.Attributes.BenchmarkAttribute>() is not null))];

    public static int Run(string[] arguments)
    {
        // In this process: a project of its own for each run would have to know this repository's rules.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        var reports = BenchmarkSwitcher.FromTypes([.. Classes]).Run(arguments, DefaultConfig.Instance.AddJob(job));
        return reports.All(IsWhole) ? 0 : 1;
    }

    /// <summary>Every benchmark once: whether it still runs, not how fast.</summary>
    public static Summary RunOnce(Type type, string artifacts) => BenchmarkRunner.Run(
        type, ManualConfig.CreateEmpty().AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance)).WithArtifactsPath(artifacts));

    /// <summary>Whether every benchmark ran to its end.</summary>
    public static bool IsWhole(Summary summary) => !summary.HasCriticalValidationErrors && summary.Reports.Length > 0 && summary.Reports.All(report => report.Success);
}
