using System.Text.Json;
using Signpost.Cli.Benchmarking;

namespace Signpost.Cli.Tests.Benchmarking;

public sealed class MarkdownTablesTests
{
    private static readonly MachineFacts Machine = new("Some CPU", 2, "avx2", "Linux", ".NET 10", "2026-11-27 10:00 UTC", 0.1);

    [Fact]
    public void Page_OfASection_IsAMarkdownTableWithItsCommand()
    {
        var section = new BenchSection(
            "stages", "Stage by stage", ["One thread."], ["stage", "ms"], [Row("resize", 1.25), Row("a|b", 2)], "./signpost bench stages");

        var page = MarkdownTables.Of(new(Machine, [section]));

        Assert.StartsWith("Measured 2026-11-27 10:00 UTC on Some CPU, 2 cores (avx2), Linux, .NET 10; load before: 0.1.", page, StringComparison.Ordinal);
        Assert.EndsWith(
            string.Join(Environment.NewLine, "## Stage by stage", "", "`./signpost bench stages`", "", "One thread.", "", "| stage | ms |", "| --- | ---: |", "| resize | 1.25 |", "| a\\|b | 2 |"),
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Report_AsJson_ReadsBackTheSame()
    {
        var result = new BenchResult(Machine, [new BenchSection("frame", "Frames", [], ["people", "ms"], [Row("5", 7.5)])]);

        var read = JsonDocument.Parse(result.ToJson()).RootElement;

        Assert.Equal("Some CPU", read.GetProperty("machine").GetProperty("cpu").GetString());
        Assert.Equal(7.5, read.GetProperty("sections")[0].GetProperty("rows")[0][1].GetDouble());
    }

    [Theory]
    [InlineData("0.52 1.02 2.00 3/456 789\n", 0.52)]
    [InlineData("12.00 1.02 2.00 3/456 789\n", 12)]
    public void Load_OfTheKernel_IsItsFirstFigure(string text, double expected) => Assert.Equal(expected, MachineFacts.ParseLoad(text));

    [Fact]
    public void Machine_ThisOne_IsTold()
    {
        var machine = MachineFacts.Read(TimeProvider.System);

        Assert.NotEmpty(machine.Cpu);
        Assert.True(machine.Cores > 0);
    }

    private static JsonElement[] Row(string name, double value) => [JsonSerializer.SerializeToElement(name), JsonSerializer.SerializeToElement(value)];
}
