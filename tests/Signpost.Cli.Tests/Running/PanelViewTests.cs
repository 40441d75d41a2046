using Signpost.Cli.Api;
using Signpost.Cli.Running;
using Spectre.Console;

namespace Signpost.Cli.Tests.Running;

public sealed class PanelViewTests
{
    private static readonly DateTimeOffset Captured = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Panel_RunningUnit_ShowsItsNumbersAndTheAlertsPerson()
    {
        var entry = Guid.CreateVersion7();
        var stage = new StageReply(1, 2);
        var health = new HealthReply(DateTimeOffset.UnixEpoch, "recognising", [], "none", 750, 3, 1234, 30, 2, 12.5, 0, stage, stage, stage, stage, stage, false);
        var text = Render(new(
            TimeSpan.FromSeconds(61),
            new("http://localhost:8080/"),
            "/data/sign-ins.txt",
            [("unit-1", new("unit-7k2f", "Site", Captured, null, true, [], health)), ("unit-2", null)],
            [new(1, Guid.CreateVersion7(), 1, "unit-7k2f", entry, "ref", 0.71, 0.45, Captured, Captured.AddMilliseconds(340))],
            new Dictionary<Guid, string> { [entry] = "actor-01" },
            1));

        foreach (var expected in new[] { "unit-1", "recognising", "12.5", "1,234", "340 ms", "unit-2", "starting", "actor-01", "0.71", "http://localhost:8080/", "/data/sign-ins.txt", "00:01:01", "restarts 1" })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    private static string Render(RunSnapshot snapshot)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 140;
        console.Write(PanelView.Compose(snapshot));
        return text.ToString();
    }
}
