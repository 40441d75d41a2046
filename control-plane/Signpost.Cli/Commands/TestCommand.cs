using System.CommandLine;
using Signpost.Cli.Fetching;
using Signpost.Cli.Testing;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost test</c>: every test, with what it needs.</summary>
internal static class TestCommand
{
    private const string Summary = "Sets up what the tests need, builds everything and runs every test but the slow suites; the last line is 'N passed, N failed, N skipped'.";

    private static readonly string Lesson = $"""
        Missing tools are installed with apt when this may be done; footage and models are fetched with npm.
        Reports and logs are in artifacts/test-results.

        Examples:
          signpost test                    everything but the slow suites
          signpost test --suite unit       without browser and end-to-end tests
          signpost test --suite e2e        only the end-to-end tests
          signpost test --suite trust      the project Signpost.Trust.Tests
          signpost test --suite emulated   a slow suite

        Slow suites run under their own names only:
          {string.Join("\n  ", SlowSuite.All.Select(suite => $"{suite.Name,-16} {suite.What}"))}
        """;

    public static Command Create()
    {
        var suite = new Option<string?>("--suite") { Description = "unit, e2e, a project's name, or a value of the tests' trait Suite.", HelpName = "NAME" };
        var command = new TaughtCommand("test", Summary, Lesson) { suite };
        command.SetAction(async (parsed, stopping) =>
        {
            var home = SignpostHome.Find();
            var packages = new PackageStore(home, new NpmClient(), Say);
            var run = new TestRun(home, packages, new ModelPack(home, packages, Say), new DebianPackages(Say), Say);
            return await run.RunAsync(parsed.GetValue(suite), stopping) ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    private static void Say(string line) => Console.Out.WriteLine($"signpost: {line}");
}
