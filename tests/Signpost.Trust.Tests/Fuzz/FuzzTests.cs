using Signpost.Tests.Support;

namespace Signpost.Trust.Tests;

/// <summary>A short smoke of every target, in every run.</summary>
public sealed class FuzzSmokeTests
{
    public static TheoryData<string> Names() => [.. Targets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reader_NearlyRightBytes_AnswersAndTakesNoMutation(string target)
    {
        var (corpus, read) = Targets.All[target];
        var fuzzer = new Fuzzer(target, seed: 1, corpus(), keep: false);
        fuzzer.Run(200, read);
        Assert.InRange(fuzzer.Answers, 2, int.MaxValue);
    }
}

/// <summary>A million executions of every target: <c>./signpost test --suite fuzz</c>.</summary>
[Trait("Suite", "fuzz")]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long Executions = 1_000_000;

    public static TheoryData<string> Names() => [.. Targets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reader_AMillionInputs_NoneThrowsAndNoMutationIsTaken(string target)
    {
        var (corpus, read) = Targets.All[target];
        var fuzzer = new Fuzzer(target, seed: 2, corpus(), keep: true);
        fuzzer.Run(Executions, read);
        output.WriteLine($"{target}: {fuzzer.Executions} executions, {fuzzer.Answers} different answers");
    }
}
