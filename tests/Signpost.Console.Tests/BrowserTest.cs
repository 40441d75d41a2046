using Microsoft.Playwright;
using Signpost.Console.Tests.Stage;

namespace Signpost.Console.Tests;

/// <summary>A test with people at browsers. Skipped where browser, pack or footage are missing; in CI that is a failure.</summary>
public abstract class BrowserTest(Demonstration demonstration, Browsers browsers) : IAsyncDisposable
{
    private readonly List<Visitor> visitors = [];

    protected Demonstration Demonstration => demonstration;

    internal async Task<Visitor> VisitorAsync(string? signedInAs = null, ColorScheme colours = ColorScheme.Light, int width = 1440, int height = 900, string? at = null)
    {
        if (demonstration.Missing is { } missing)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", missing);
            Assert.Fail(missing);
        }

        var visitor = await Visitor.ComeAsync(browsers.Chromium, at ?? demonstration.Address, signedInAs ?? "nobody", colours, width, height);
        visitors.Add(visitor);
        if (signedInAs is null) return visitor;
        await visitor.SignInAsync(signedInAs, demonstration.Password);
        await visitor.InteractiveAsync();
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors) await visitor.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
