using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Tests.Support;

internal static class OutcomeAssertions
{
    public static T Ok<T>(this Outcome<T> outcome)
    {
        if (outcome.Succeeded(out var value, out var problem)) return value;
        Assert.Fail($"{problem.Code}: {problem.Detail}");
        throw new InvalidOperationException();
    }

    public static Problem Refused<T>(this Outcome<T> outcome, string code)
    {
        Assert.False(outcome.Succeeded(out _, out var problem), $"was not refused; {code} was expected");
        Assert.Equal(code, problem!.Code);
        return problem;
    }
}
