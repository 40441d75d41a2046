using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Signpost.Console.Tests.Stage;

/// <summary>A person at a browser of their own, who remembers everything the browser complained about.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string address;
    private readonly string name;

    private Visitor(IBrowserContext context, IPage page, string address, string name)
    {
        (this.context, Page, this.address, this.name) = (context, page, address, name);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors in the browser's console: a script or style that the content security policy stopped is one.</summary>
    public List<string> Complaints { get; } = [];

    public void NeverComplained() => Assert.True(Complaints.Count == 0, string.Join(Environment.NewLine, Complaints));

    public static async Task<Visitor> ComeAsync(IBrowser browser, string address, string name, ColorScheme colours = ColorScheme.Light, int width = 1440, int height = 900)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = colours,
            Locale = "en-GB",
            TimezoneId = "Europe/London",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        return new Visitor(context, await context.NewPageAsync(), address, name);
    }

    public async Task SignInAsync(string userName, string password)
    {
        await Page.GotoAsync($"{address}/sign-in");
        await Page.GetByLabel("User name").FillAsync(userName);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(address + path);
        await InteractiveAsync();
    }

    /// <summary>Blazor's circuit is up, and what the page loads is there.</summary>
    public async Task InteractiveAsync()
    {
        await Page.Locator("main[data-circuit=ready]").WaitForAsync();
        await Assertions.Expect(Page.Locator(".loading")).ToHaveCountAsync(0);
    }

    /// <summary>Keeps a picture of the whole page with every photograph blurred, and fails on serious or critical violations of accessibility rules.</summary>
    public async Task LookAsync(string picture)
    {
        Directory.CreateDirectory(Repository.Screenshots);
        await PictureAsync(Path.Combine(Repository.Screenshots, $"{picture}.png"), fullPage: true);
        var found = await Page.RunAxe();
        Assert.Empty(found.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{name} {picture}: {violation.Id}, {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
    }

    /// <summary>A picture of the page in which nobody can be recognised.</summary>
    public async Task PictureAsync(string file, bool fullPage)
    {
        // By script and with the caret left alone: both would otherwise be a style sheet, which the page's policy stops.
        await Page.EvaluateAsync("for (const img of document.images) { img.style.filter = 'blur(20px)'; img.style.clipPath = 'inset(0)'; } window.scrollTo(0, 0);");
        await Page.ScreenshotAsync(new() { Path = file, FullPage = fullPage, Caret = ScreenshotCaret.Initial });
        await Page.EvaluateAsync("for (const img of document.images) { img.style.filter = ''; img.style.clipPath = ''; }");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
