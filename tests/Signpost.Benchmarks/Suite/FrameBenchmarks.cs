using BenchmarkDotNet.Attributes;
using Signpost.Benchmarks.Frames;

namespace Signpost.Benchmarks.Suite;

/// <summary>The whole frame path on one picture after the other; drawing the picture is not timed.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks : IDisposable
{
    private FrameCase _frames = null!;

    /// <summary>Rows of the picture; its proportions are 16 to 9.</summary>
    [Params(720, 1080)]
    public int Rows { get; set; }

    /// <summary>People in view.</summary>
    [Params(0, 5, 20)]
    public int People { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var inputs = Inputs.Near() ?? throw new InvalidOperationException(SuiteRun.NothingFetched);
        _frames = new FrameCase(inputs, inputs.LoadPack(), Rows * 16 / 9, Rows, People);
    }

    [IterationSetup]
    public void Draw() => _frames.Draw();

    [GlobalCleanup]
    public void Dispose()
    {
        _frames.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Look() => _frames.Look();
}
