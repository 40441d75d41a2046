using Signpost.Cli.Testing;

namespace Signpost.Cli.Tests.Testing;

public sealed class TestCountsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Report_OfARun_IsCountedByOutcome()
    {
        const string report = """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult outcome="Passed" /><UnitTestResult outcome="Passed" /><UnitTestResult outcome="Failed" />
              <UnitTestResult outcome="Timeout" /><UnitTestResult outcome="NotExecuted" />
            </Results></TestRun>
            """;

        var counts = Read(report);

        Assert.Equal(new TestCounts(2, 2, 1), counts);
        Assert.Equal("2 passed, 2 failed, 1 skipped", counts!.ToString());
    }

    [Fact]
    public void Report_CutShort_IsNoReport() => Assert.Null(Read("<TestRun><Results><UnitTestResult outc"));

    [Fact]
    public void Report_NotWritten_IsNoReport() => Assert.Null(TestCounts.Read(_folder.File("absent.trx")));

    private TestCounts? Read(string report)
    {
        var file = _folder.File("run.trx");
        File.WriteAllText(file, report);
        return TestCounts.Read(file);
    }

    public void Dispose() => _folder.Dispose();
}
