using System.Text.Json;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>
/// A run's own verdict, but for one thing: frames dropped because a busy test machine was too slow for its cameras say nothing about right or
/// wrong. Whether two cores are enough is measured on a quiet machine, not here.
/// </summary>
internal static class OnlyTheMachineIsToBlame
{
    public static void Check(int exitCode, JsonElement report, IReadOnlyList<string> lines)
    {
        var problems = report.GetProperty("problems").EnumerateArray().Select(p => p.GetString()!).ToArray();
        Assert.True(problems.All(p => p.Contains("the machine is too slow", StringComparison.Ordinal)), string.Join('\n', lines));
        Assert.Equal(problems.Length == 0, report.GetProperty("ok").GetBoolean());
        Assert.Equal(problems.Length == 0 ? 0 : 1, exitCode);
    }
}
