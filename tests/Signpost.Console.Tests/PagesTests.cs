using System.Net;
using Microsoft.Playwright;
using Signpost.Console.Tests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Signpost.Console.Tests;

/// <summary>Every page in both themes and on a tablet, for every role that has it: accessible, and without a complaint from the browser.</summary>
public sealed class PagesTests(Demonstration demonstration, Browsers browsers) : BrowserTest(demonstration, browsers)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "author", "/watchlists" },
        { "author", "/orders" },
        { "author", "/orders/new" },
        { "authorising-officer", "/orders" },
        { "authorising-officer", "/watchlists" },
        { "authorising-officer", "/orders/new" },
        { "author", "/signing-key" },
        { "operator", "/alerts" },
        { "operator", "/units" },
        { "operator", "/account" },
        { "field-engineer", "/units" },
        { "auditor", "/records" },
        { "administrator", "/staff" },
        { "operator", "/watchlists" },
        { "operator", "/no-such-page" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_LightAndDark_HasNoSeriousViolationAndNoComplaint(string role, string path)
    {
        var name = $"{role}{path.Replace('/', '-')}";
        var desk = await VisitorAsync(role);
        await desk.GoAsync(path);
        await desk.LookAsync($"{name}-light");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        await Expect(desk.Page.Locator("#theme-dark")).ToHaveAttributeAsync("media", "all");
        await desk.LookAsync($"{name}-dark");
        await desk.Page.SetViewportSizeAsync(820, 1180);
        await desk.LookAsync($"{name}-tablet");
        Assert.DoesNotContain(desk.Complaints, complaint => !complaint.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Theme_Chosen_IsRememberedOnTheNextPage()
    {
        var desk = await VisitorAsync("operator", ColorScheme.Light);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        await Expect(desk.Page.Locator("#theme-dark")).ToHaveAttributeAsync("media", "all");

        await desk.GoAsync("/units");

        await Expect(desk.Page.Locator("#theme-dark")).ToHaveAttributeAsync("media", "all");
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysSoAndStays()
    {
        var stranger = await VisitorAsync();
        await stranger.SignInAsync("operator", "not the password");

        await Expect(stranger.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not match an account");
        await stranger.LookAsync("sign-in-refused");
    }

    [Fact]
    public async Task SignIn_ForAPage_LeadsThere()
    {
        var stranger = await VisitorAsync();
        await stranger.Page.GotoAsync($"{Demonstration.Address}/units");
        await Expect(stranger.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        await stranger.LookAsync("sign-in");
        await stranger.Page.GetByLabel("User name").FillAsync("operator");
        await stranger.Page.GetByLabel("Password").FillAsync(Demonstration.Password);
        await stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(stranger.Page.GetByRole(AriaRole.Heading, new() { Name = "Units" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignOut_FromAnyPage_EndsTheSession()
    {
        var desk = await VisitorAsync("operator");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(desk.Page.GetByText("You are signed out.")).ToBeVisibleAsync();

        await desk.Page.GotoAsync($"{Demonstration.Address}/alerts");

        await Expect(desk.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SkipLink_FirstTab_LeadsToTheContent()
    {
        var desk = await VisitorAsync("operator");
        await desk.GoAsync("/units");
        await desk.Page.EvaluateAsync("document.activeElement.blur(); window.getSelection().removeAllRanges()");
        await desk.Page.Locator(".skip").FocusAsync();
        await Expect(desk.Page.Locator(".skip")).ToBeInViewportAsync();
        await desk.Page.Keyboard.PressAsync("Enter");

        await Expect(desk.Page.Locator("main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Responses_OfEveryKind_CarryAStrictPolicy()
    {
        await VisitorAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);

        using var page = await http.GetAsync($"{Demonstration.Address}/sign-in");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("'nonce-", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'", policy.Split(';').Single(part => part.Trim().StartsWith("script-src ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pictures/alerts/1/probe")]
    [InlineData("/pictures/alerts/1/reference")]
    [InlineData("/pictures/entries/01234567-89ab-7def-8123-456789abcdef")]
    public async Task Faces_ForNobody_AreNotServed(string path)
    {
        await VisitorAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);

        using var answer = await http.GetAsync(Demonstration.Address + path);

        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Found, HttpStatusCode.Unauthorized]);
        Assert.NotEqual("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Faces_ForARoleWithoutThem_AreForbiddenAndNeverCached()
    {
        var auditor = await VisitorAsync("auditor");

        var answer = await auditor.Page.APIRequest.GetAsync($"{Demonstration.Address}/pictures/alerts/1/probe");

        Assert.Equal(403, answer.Status);
        Assert.Equal("no-store", answer.Headers["cache-control"]);
    }
}
