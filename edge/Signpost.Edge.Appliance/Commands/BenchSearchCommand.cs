using System.Globalization;
using System.Text.Json;
using Signpost.Recognition;

namespace Signpost.Edge.Appliance.Commands;

/// <summary><c>bench search</c>: the gallery search of this program on this machine, one thread, beside a loop that only reads the same bytes.</summary>
internal static class BenchSearchCommand
{
    private const int TemplateLength = 512;
    private const int MostEntries = 2_000_000;
    private const int Seed = 20261127;
    private const string Usage = "bench search [--entries N,N,…] [--report FILE]";

    public static int Run(string[] arguments)
    {
        var (sizes, report) = Parse(arguments);
        Line("processor", $"{ProcessorFeatures.Model} ({string.Join(' ', ProcessorFeatures.Names)})");
        Line("kernel", SearchSelfTest.Kernel);
        var timings = new List<SearchTiming>();
        foreach (var entries in sizes)
        {
            var timing = SearchBenchmark.Run(TemplateLength, entries, Runs(entries), Seed);
            timings.Add(timing);
            Line($"{entries} entries", string.Create(
                CultureInfo.InvariantCulture,
                $"search {timing.SearchMicroseconds:0.0} µs, reading its bytes {timing.ReadMicroseconds:0.0} µs, {timing.Scored:0.0} scored exactly, "
                    + $"{timing.ByteCount / (4.0 * TemplateLength * entries):0.000} of fp32's memory (median of {timing.Runs})"));
        }

        if (report is not null) Write(report, timings);
        return ExitCodes.Success;
    }

    // About as long a measurement for every size, never fewer than a hundred.
    private static int Runs(int entries) => (int)Math.Clamp(20_000_000L / entries, 100, 5_000);

    private static (int[] Sizes, string? Report) Parse(string[] arguments)
    {
        int[] sizes = [1_000, 10_000, 100_000, 1_000_000];
        string? report = null;
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length) throw new UsageException($"{arguments[i]}: its value is missing. Expected: {Usage}");
            switch (arguments[i])
            {
                case "--entries":
                    sizes = [.. arguments[i + 1].Split(',').Select(Size)];
                    break;
                case "--report":
                    report = arguments[i + 1];
                    break;
                default:
                    throw new UsageException($"'{arguments[i]}' is unknown. Expected: {Usage}");
            }
        }

        return (sizes, report);
    }

    private static int Size(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MostEntries
            ? size
            : throw new UsageException($"--entries: '{text}' is no number of entries; expected 1 to {MostEntries}, several with commas");

    private static void Write(string path, List<SearchTiming> timings)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("processor", ProcessorFeatures.Model);
        json.WriteStartArray("features");
        foreach (var feature in ProcessorFeatures.Names) json.WriteStringValue(feature);
        json.WriteEndArray();
        json.WriteString("kernel", SearchSelfTest.Kernel);
        json.WriteStartArray("searches");
        foreach (var timing in timings)
        {
            json.WriteStartObject();
            json.WriteNumber("entries", timing.Entries);
            json.WriteNumber("runs", timing.Runs);
            json.WriteNumber("searchUs", timing.SearchMicroseconds);
            json.WriteNumber("readUs", timing.ReadMicroseconds);
            json.WriteNumber("scored", timing.Scored);
            json.WriteNumber("scanBytes", timing.ScanBytes);
            json.WriteNumber("bytes", timing.ByteCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Line(string name, string value) => Console.WriteLine($"{name,-16} {value}");
}
