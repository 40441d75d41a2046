using BenchmarkDotNet.Attributes;
using Signpost.Benchmarks.Stages;

namespace Signpost.Benchmarks.Suite;

/// <summary>Each stage of the frame path on a picture with five people.</summary>
[MemoryDiagnoser]
public class StageBenchmarks : IDisposable
{
    private FrameStages _stages = null!;

    /// <summary>Rows of the picture; its proportions are 16 to 9.</summary>
    [Params(720, 1080)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var inputs = Inputs.Near() ?? throw new InvalidOperationException(SuiteRun.NothingFetched);
        _stages = new FrameStages(inputs, inputs.LoadPack(), Rows * 16 / 9, Rows);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _stages.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Convert() => _stages.Convert();

    [Benchmark]
    public void Resize() => _stages.Resize();

    [Benchmark]
    public int Detect() => _stages.Detect();

    [Benchmark]
    public void Track() => _stages.Track();

    [Benchmark]
    public void Landmarks() => _stages.Landmarks();

    [Benchmark]
    public void Align() => _stages.Align();

    [Benchmark]
    public void Quality() => _stages.Quality();

    [Benchmark]
    public void Embed() => _stages.Embed();

    [Benchmark]
    public void Search() => _stages.Search();
}
