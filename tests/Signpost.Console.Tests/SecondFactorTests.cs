using Microsoft.Playwright;
using Signpost.Console.Tests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Signpost.Console.Tests;

/// <summary>Signing in where a password alone is not enough, from the first time on.</summary>
public sealed class SecondFactorTests(Demonstration demonstration, Browsers browsers, Office office) : BrowserTest(demonstration, browsers), IClassFixture<Office>
{
    [Fact]
    public async Task FirstSignIn_WithAnApp_ShowsRecoveryCodesOnceAndAsksForACodeFromThenOn()
    {
        var desk = await VisitorAsync(at: office.Address);
        var page = desk.Page;
        await desk.SignInAsync("operator", office.Password);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set up a second factor" })).ToBeVisibleAsync();
        await desk.LookAsync("second-factor-choice");
        await page.GotoAsync($"{office.Address}/alerts");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await desk.SignInAsync("operator", office.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an app" }).ClickAsync();
        await Expect(page.GetByAltText("QR code with the key for an authenticator app")).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await desk.LookAsync("second-factor-app");
        var app = new AuthenticatorApp(await page.Locator("[data-authenticator-key]").InnerTextAsync());
        await page.GetByLabel("Code that the app shows").FillAsync("000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the code");
        await page.GetByLabel("Code that the app shows").FillAsync(app.Next());
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Keep your recovery codes" })).ToBeVisibleAsync();
        await desk.LookAsync("second-factor-recovery-codes");
        var codes = await page.GetByRole(AriaRole.List, new() { Name = "Recovery codes" }).GetByRole(AriaRole.Listitem).AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await desk.InteractiveAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Alerts" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await desk.SignInAsync("operator", office.Password);
        await Expect(page.GetByLabel("Code")).ToBeVisibleAsync();
        await desk.LookAsync("second-factor-code");
        await page.GetByLabel("Code").FillAsync("123456");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not count");
        await page.GetByLabel("Code").FillAsync(app.Next());
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await desk.InteractiveAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await desk.SignInAsync("operator", office.Password);
        await page.GetByLabel("Code").FillAsync(codes[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await desk.InteractiveAsync();
        await desk.GoAsync("/account");
        await Expect(page.GetByText("9 recovery codes left.")).ToBeVisibleAsync();
        await desk.LookAsync("account");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        await desk.LookAsync("account-dark");
        Assert.DoesNotContain(desk.Complaints, complaint => !complaint.Contains("401", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstSignIn_WithAPasskey_SignsInWithNothingTypedFromThenOn()
    {
        var desk = await VisitorAsync(at: office.Address);
        var page = desk.Page;
        await SecurityKey.PlugInAsync(desk);
        await desk.SignInAsync("auditor", office.Password);
        await page.GetByLabel("Name of the passkey").FillAsync("Key ring");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await desk.InteractiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await desk.InteractiveAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Records" })).ToBeVisibleAsync();
        await Expect(page.GetByText("staff.factor-added").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        // With the password first, the passkey is the second factor.
        await desk.SignInAsync("auditor", office.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use your passkey" }).ClickAsync();
        await desk.InteractiveAsync();
        await desk.GoAsync("/account");
        await Expect(page.GetByText("Key ring").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Key ring" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("last second factor");
        desk.NeverComplained();
    }

    [Fact]
    public async Task Passkey_NotGiven_SaysWhatToDo()
    {
        var desk = await VisitorAsync(at: office.Address);
        await desk.Page.AddInitScriptAsync("navigator.credentials.get = () => Promise.reject(new DOMException('timed out', 'NotAllowedError'))");
        await desk.Page.GotoAsync($"{office.Address}/sign-in");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Try again");
        await desk.LookAsync("sign-in-passkey-not-given");
    }

    [Fact]
    public async Task Session_EndedByAnAdministrator_StopsTheOpenPage()
    {
        var engineer = await VisitorAsync(at: office.Address);
        await SecurityKey.PlugInAsync(engineer);
        await SetUpAsync(engineer, "field-engineer");
        await engineer.GoAsync("/units");
        await Expect(engineer.Page.GetByRole(AriaRole.Heading, new() { Name = "Units" })).ToBeVisibleAsync();

        var administrator = await VisitorAsync(at: office.Address);
        await SecurityKey.PlugInAsync(administrator);
        await SetUpAsync(administrator, "administrator");
        await administrator.GoAsync("/staff");
        await administrator.Page.GetByRole(AriaRole.Link, new() { Name = "field-engineer" }).ClickAsync();
        await Expect(administrator.Page.GetByRole(AriaRole.Heading, new() { Name = "Start over" })).ToBeVisibleAsync();
        await administrator.LookAsync("staff-account");
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "End the session" }).ClickAsync();
        await Expect(administrator.Page.GetByText("Signed in nowhere.")).ToBeVisibleAsync();

        // Nothing was loaded or clicked there.
        await Expect(engineer.Page.GetByRole(AriaRole.Heading, new() { Name = "This session has ended" })).ToBeVisibleAsync();
        await Expect(engineer.Page.GetByRole(AriaRole.Heading, new() { Name = "Units" })).ToHaveCountAsync(0);
        await engineer.LookAsync("session-ended");
        await engineer.Page.GotoAsync($"{office.Address}/units");
        await Expect(engineer.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        engineer.NeverComplained();
        administrator.NeverComplained();
    }

    private async Task SetUpAsync(Visitor visitor, string userName)
    {
        await visitor.SignInAsync(userName, office.Password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await visitor.InteractiveAsync();
    }
}
