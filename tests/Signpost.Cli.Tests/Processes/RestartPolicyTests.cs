using CsCheck;
using Signpost.Cli.Processes;

namespace Signpost.Cli.Tests.Processes;

public sealed class RestartPolicyTests
{
    [Fact]
    public void Delay_CrashAfterCrash_DoublesUpToTheLongest()
    {
        var delays = Enumerable.Range(1, 6).Select(RestartPolicy.Delay).Select(d => d.TotalSeconds);

        Assert.Equal([0.5, 1, 2, 4, 5, 5], delays);
    }

    [Fact]
    public void Delay_AnyNumberOfCrashes_StaysWithinItsBounds() =>
        Gen.Int[1, int.MaxValue].Sample(crashes => RestartPolicy.Delay(crashes) is var d && d >= RestartPolicy.First && d <= RestartPolicy.Longest);

    [Fact]
    public void CrashesInARow_AfterAHealthyStretch_CountsFromOneAgain()
    {
        Assert.Equal(4, RestartPolicy.CrashesInARow(3, RestartPolicy.Healthy - TimeSpan.FromTicks(1)));
        Assert.Equal(1, RestartPolicy.CrashesInARow(3, RestartPolicy.Healthy));
    }
}
