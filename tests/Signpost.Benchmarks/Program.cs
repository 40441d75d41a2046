using Signpost.Benchmarks;
using Signpost.Benchmarks.Authority;
using Signpost.Benchmarks.Frames;
using Signpost.Benchmarks.Measuring;
using Signpost.Benchmarks.Records;
using Signpost.Benchmarks.Stages;
using Signpost.Benchmarks.Streams;
using Signpost.Benchmarks.Suite;

// Started by './signpost bench', which teaches; here every argument has its place.
try
{
    switch (args)
    {
        case ["stages", var home, var report]:
            SectionFile.Write(report, StagesPart.Measure(Inputs.In(home)));
            return 0;
        case ["frame", var home, var report]:
            SectionFile.Write(report, FramePart.Measure(Inputs.In(home)));
            return 0;
        case ["authority", _, var report]:
            SectionFile.Write(report, AuthorityPart.Measure());
            return 0;
        case ["records", _, var report]:
            SectionFile.Write(report, RecordsPart.Measure());
            return 0;
        case ["streams", var home, var report, var streams, var seconds]:
            SectionFile.Write(report, await StreamsPart.MeasureAsync(Inputs.In(home), int.Parse(streams), int.Parse(seconds)));
            return 0;
        case ["worker", var home, var video, var cameras]:
            await StreamWorker.RunAsync(Inputs.In(home), video, int.Parse(cameras), Console.In, Console.Out);
            return 0;
        case ["suite", .. var rest]:
            return SuiteRun.Run(rest);
        default:
            Console.Error.WriteLine("This program is started by './signpost bench'; see './signpost bench --help'. The BenchmarkDotNet suite: Signpost.Benchmarks suite --filter '*'");
            return 2;
    }
}
catch (Exception e) when (e is IOException or InvalidDataException or Signpost.Recognition.PackException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
