using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.ModelTools.Benchmarks;
using Signpost.ModelTools.Packing;

namespace Signpost.ModelTools.Commands;

/// <summary><c>bench</c>: the pack's models against the published ones.</summary>
internal static class BenchmarkCommand
{
    private const int LeastRuns = 100;

    public static Command Create()
    {
        Option<string> from = Options.From(), manifest = Options.Manifest();
        var runs = new Option<int>("--runs") { Description = "Runs a model and number of threads, at least 100.", DefaultValueFactory = _ => 200 };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < LeastRuns)
                result.AddError($"--runs is {result.GetValueOrDefault<int>()}, expected at least {LeastRuns}: a median of fewer says little");
        });
        var report = new Option<string?>("--report") { Description = "JSON file to write: models[] with role, upstreamMs, rewrittenMs, int8Ms, speedup, sizes." };
        var command = new Command(
            "bench",
            """
            Time each model: as published, rewritten in floats, and in integers; with one and two threads.
            The variants take turns, so that a busy machine is busy for all; speedup is the ratio of the medians of one run.
            """)
        {
            runs, report, from, manifest,
        };
        command.SetAction(parsed => Run(new PackRecipe(parsed.GetValue(from)!, parsed.GetValue(manifest)!), parsed.GetValue(runs), parsed.GetValue(report)));
        return command;
    }

    private static void Run(PackRecipe recipe, int runs, string? report)
    {
        var models = new List<ModelTiming>();
        Line($"{RuntimeInformation.ProcessArchitecture}, AVX2 {Avx2.IsSupported}, AVX-VNNI {AvxVnni.IsSupported}, AVX-512 {Avx512F.IsSupported}; medians of {runs} runs.");
        Line($"");
        Line($"| model | threads | upstream ms | rewritten ms | int8 ms | speedup | upstream KiB | int8 KiB | upstream memory MiB | memory MiB |");
        Line($"|---|---|---|---|---|---|---|---|---|---|");
        foreach (int threads in new[] { 1, 2 })
        {
            foreach (string role in Roles.All)
            {
                Console.Error.WriteLine($"{role}, {threads} thread(s) …");
                ModelTiming timing = ModelBenchmark.Run(recipe, role, threads, runs);
                models.Add(timing);
                string integer = timing.Int8Ms is { } milliseconds ? milliseconds.ToString("F2", CultureInfo.InvariantCulture) : "floats";
                string size = timing.Int8Bytes is { } bytes ? (bytes / 1024).ToString(CultureInfo.InvariantCulture) : "floats";
                Line($"| {timing.Role} | {threads} | {timing.UpstreamMs:F2} | {timing.RewrittenMs:F2} | {integer} | {timing.Speedup:F2} | {timing.UpstreamBytes / 1024} | {size} | {timing.UpstreamMemoryBytes / 1048576.0:F1} | {timing.MemoryBytes / 1048576.0:F1} |");
            }
        }
        if (report is not null)
            File.WriteAllBytes(report, JsonSerializer.SerializeToUtf8Bytes(new BenchmarkReport(models), BenchmarkJson.Default.BenchmarkReport));
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The file that <c>--report</c> writes.</summary>
internal sealed record BenchmarkReport(IReadOnlyList<ModelTiming> Models);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BenchmarkReport))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
