using Microsoft.Playwright;
using Signpost.Console.Tests.Stage;
using Signpost.Trust;
using static Microsoft.Playwright.Assertions;

namespace Signpost.Console.Tests;

/// <summary>An officer makes a signing key on a security key, and gets the file that the roster's keeper needs.</summary>
public sealed class SigningKeyTests(Demonstration demonstration, Browsers browsers) : BrowserTest(demonstration, browsers)
{
    [Fact]
    public async Task SigningKey_MadeOnASecurityKey_IsAFileThatARosterTakes()
    {
        var author = await VisitorAsync("author");
        await SecurityKey.PlugInAsync(author);
        await author.GoAsync("/signing-key");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Make a signing key" }).ClickAsync();
        await Expect(author.Page.GetByText("The key is made.")).ToBeVisibleAsync();
        await author.LookAsync("signing-key-made");
        var download = await author.Page.RunAndWaitForDownloadAsync(() => author.Page.GetByRole(AriaRole.Button, new() { Name = "Save officer-a.officer-key.json" }).ClickAsync());

        var file = OfficerKeyFile.Read(await File.ReadAllBytesAsync(await download.PathAsync())).Value;
        Assert.Equal(("officer-a", "localhost", Demonstration.Address), (file.OfficerId, file.RelyingParty, file.Origin));
        author.NeverComplained();
    }

    [Fact]
    public async Task SigningKey_NobodyTouchesAnything_SaysWhatToDo()
    {
        var author = await VisitorAsync("author");
        await author.Page.AddInitScriptAsync("navigator.credentials.create = () => Promise.reject(new DOMException('timed out', 'NotAllowedError'))");
        await author.GoAsync("/signing-key");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Make a signing key" }).ClickAsync();
        await Expect(author.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Try again");
    }
}
