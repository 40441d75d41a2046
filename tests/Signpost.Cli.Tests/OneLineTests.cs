using Signpost.Cli.Api;

namespace Signpost.Cli.Tests;

public sealed class OneLineTests
{
    [Fact]
    public void DiskFull_IsOneLineWithWhatToDo()
    {
        var line = OneLine.For(new IOException("No space left on device : '/data/x'", 28))!;

        Assert.Contains("/data/x", line, StringComparison.Ordinal);
        Assert.Contains("--data", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_WithLineBreaks_BecomesOneLine() => Assert.DoesNotContain('\n', OneLine.For(new SetUpException("a\nb"))!);

    [Fact]
    public void Refusal_OfTheControlPlane_ShowsItsCode() =>
        Assert.Contains("roster.none", OneLine.For(new ApiException("POST orders", "roster.none", "There is no roster yet."))!, StringComparison.Ordinal);

    [Fact]
    public void Bug_KeepsItsStackTrace() => Assert.Null(OneLine.For(new InvalidOperationException("bug")));
}
