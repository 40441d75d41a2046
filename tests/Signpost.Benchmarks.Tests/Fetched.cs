namespace Signpost.Benchmarks.Tests;

/// <summary>The pack and the portraits; without them a test is skipped on a laptop and fails in CI.</summary>
internal static class Fetched
{
    public static Inputs Require()
    {
        var inputs = Inputs.Near();
        if (inputs is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(SuiteRunWords);
        Assert.SkipWhen(inputs is null, SuiteRunWords);
        return inputs!;
    }

    private static string SuiteRunWords => Suite.SuiteRun.NothingFetched;
}
