using Microsoft.Playwright;
using Signpost.Console.Tests.Stage;
using Signpost.Trust;
using static Microsoft.Playwright.Assertions;

namespace Signpost.Console.Tests;

/// <summary>From a photograph to a decision, by three people at three browsers, with a real unit before a simulated scene.</summary>
public sealed class DeploymentStoryTests(Demonstration demonstration, Browsers browsers) : BrowserTest(demonstration, browsers)
{
    private const string ListName = "Demonstration square, browser test";
    private const string Person = "Volunteer Two";
    private static readonly LocatorAssertionsToBeVisibleOptions AlertPatience = new() { Timeout = 180_000 };

    [Fact]
    public async Task Photograph_ListedAuthorisedAndSeenByAUnit_BecomesAnAlertThatAnOperatorConfirms()
    {
        var author = await VisitorAsync("author");
        await CreateWatchlistAsync(author);
        await RefuseLandscapeAsync(author);
        await AddPersonAsync(author);
        await CheckAsync(author);
        var order = await DraftAsync(author);

        var chief = await VisitorAsync("authorising-officer");
        await chief.GoAsync(order);
        await Expect(chief.Page.GetByText("The author signs first.")).ToBeVisibleAsync();

        await SignAsync(author, Demonstration.Officers.AuthorKey, "Sign");
        await Expect(author.Page.GetByText("Signed by the author")).ToBeVisibleAsync();
        await author.LookAsync("order-signed-by-author");

        // The page of the second person follows without a reload.
        await SignAsync(chief, Demonstration.Officers.StrangerKey, "Sign and authorise");
        await Expect(chief.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(chief.Page.GetByText("Authorised", new() { Exact = true })).ToHaveCountAsync(0);
        await SecurityKey.PlugInAsync(chief, Demonstration.Officers.AuthorisingPasskey);
        await chief.Page.GetByRole(AriaRole.Button, new() { Name = "Sign with your security key and authorise" }).ClickAsync();
        await Expect(chief.Page.GetByText("Authorised", new() { Exact = true })).ToBeVisibleAsync();
        await chief.LookAsync("order-authorised");
        await SaveBundleAsync(chief);

        await DecideAsync();
        await LookAtWhatFollowsAsync(author);
        await EndAsync(chief);
        author.NeverComplained();
        chief.NeverComplained();
    }

    private static async Task CreateWatchlistAsync(Visitor author)
    {
        await author.GoAsync("/watchlists");
        await author.LookAsync("watchlists-empty");
        await author.Page.GetByLabel("Name of a new watchlist").FillAsync(ListName);
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Create watchlist" }).ClickAsync();
        await Expect(author.Page.GetByRole(AriaRole.Heading, new() { Name = ListName })).ToBeVisibleAsync();
        await author.InteractiveAsync();
        await author.LookAsync("watchlist-empty");
    }

    private static async Task RefuseLandscapeAsync(Visitor author)
    {
        await FillEntryAsync(author);
        await author.Page.GetByLabel("Photograph", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "landscape.jpg", MimeType = "image/jpeg", Buffer = Photographs.Landscape() });
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Add to the watchlist" }).ClickAsync();

        var refused = author.Page.GetByRole(AriaRole.Alert, new() { Name = "Photograph refused" });
        await Expect(refused.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Photograph refused: no face was found");
        await Expect(refused.GetByText("Choose a picture that shows the face")).ToBeVisibleAsync();
        await Expect(refused.GetByRole(AriaRole.Img)).ToHaveJSPropertyAsync("naturalWidth", 640);
        await author.LookAsync("watchlist-photograph-refused");
    }

    private static async Task AddPersonAsync(Visitor author)
    {
        await author.Page.GetByLabel("Photograph", new() { Exact = true }).SetInputFilesAsync(Photographs.Listed);
        await Expect(author.Page.GetByRole(AriaRole.Alert, new() { Name = "Photograph refused" })).ToHaveCountAsync(0);
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Add to the watchlist" }).ClickAsync();
        await Expect(author.Page.GetByRole(AriaRole.Heading, new() { Name = Person })).ToBeVisibleAsync();
        await Expect(author.Page.GetByAltText($"Reference photograph of {Person}")).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await author.LookAsync("watchlist");
    }

    // The recording's photographs are small, which the author answers for.
    private static async Task CheckAsync(Visitor author)
    {
        var list = new Uri(author.Page.Url).AbsolutePath;
        await author.Page.GetByRole(AriaRole.Link, new() { Name = "Check the list" }).ClickAsync();
        await Expect(author.Page.GetByRole(AriaRole.Heading, new() { Name = $"Check of {ListName}" })).ToBeVisibleAsync();
        await author.InteractiveAsync();
        var all = author.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge all" });
        if (await all.CountAsync() > 0)
        {
            await all.ClickAsync();
            await Expect(author.Page.GetByText("an order can be drafted.")).ToBeVisibleAsync();
        }

        await author.GoAsync(list);
    }

    private static async Task FillEntryAsync(Visitor author)
    {
        await author.Page.GetByLabel("Name", new() { Exact = false }).First.FillAsync(Person);
        await author.Page.GetByLabel("Category").SelectOptionAsync(new SelectOptionValue { Label = "Seeded volunteer (field test)" });
        await author.Page.GetByLabel("Legal basis").SelectOptionAsync(new SelectOptionValue { Label = "Consent of the volunteer" });
        await author.Page.GetByLabel("Why this person is looked for").FillAsync("Takes part in the field test; consent form 2.");
        await author.Page.GetByLabel("Image source").FillAsync("Field test recording");
    }

    private static async Task<string> DraftAsync(Visitor author)
    {
        await author.Page.GetByRole(AriaRole.Link, new() { Name = "Draft an order from it" }).ClickAsync();
        await Expect(author.Page.GetByRole(AriaRole.Heading, new() { Name = "Draft an order" })).ToBeVisibleAsync();
        await author.InteractiveAsync();
        await author.Page.GetByLabel("Purpose").SelectOptionAsync(new SelectOptionValue { Label = "Protect a named event" });
        await author.Page.GetByLabel("Legal ground").SelectOptionAsync(new SelectOptionValue { Label = "Consent of the volunteer" });
        await author.Page.GetByLabel("Evidence for this place").FillAsync("Field test plan 7");
        await author.Page.GetByLabel("Consultation").FillAsync("Field test consultation 3");
        await author.Page.GetByLabel("Impact assessment").FillAsync("Field test assessment 2");
        await author.Page.GetByLabel("Signs, one a line").FillAsync("51.5006, -0.1243");
        await author.Page.GetByLabel("Place", new() { Exact = true }).FillAsync("Demonstration square");
        await author.Page.GetByLabel("Corners, one a line").FillAsync("51.5007, -0.1246\n51.5007, -0.1236\n51.5013, -0.1236");
        await Expect(author.Page.GetByRole(AriaRole.Img, new() { Name = "Outline of the place" })).ToBeVisibleAsync();
        await author.LookAsync("order-draft");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Draft the order" }).ClickAsync();
        await Expect(author.Page.GetByRole(AriaRole.Heading, new() { Name = "Order for Demonstration square" })).ToBeVisibleAsync();
        await author.InteractiveAsync();
        return new Uri(author.Page.Url).AbsolutePath;
    }

    private static async Task SignAsync(Visitor officer, string keyFile, string button)
    {
        await officer.Page.GetByLabel("Your key file").SetInputFilesAsync(keyFile);
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    private static async Task SaveBundleAsync(Visitor chief)
    {
        var download = await chief.Page.RunAndWaitForDownloadAsync(() => chief.Page.GetByRole(AriaRole.Button, new() { Name = "Save its bundle for a stick" }).ClickAsync());
        Assert.EndsWith(".signpost-bundle", download.SuggestedFilename, StringComparison.Ordinal);
        await using var saved = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await saved.CopyToAsync(bytes);
        bytes.Position = 0;
        Assert.Null(BundleFile.Read(bytes).Value.CopyCiphertext(bytes, Stream.Null));
    }

    private static async Task LookAtWhatFollowsAsync(Visitor author)
    {
        await author.Page.GetByRole(AriaRole.Link, new() { Name = "Draft what follows it" }).ClickAsync();
        await Expect(author.Page.GetByText("It follows the order in force")).ToBeVisibleAsync();
        await author.LookAsync("order-draft-following");
    }

    private static async Task EndAsync(Visitor chief)
    {
        await chief.Page.GetByRole(AriaRole.Button, new() { Name = "End this order" }).ClickAsync();
        await chief.Page.GetByLabel("Reason, for the record").FillAsync("The field test is over.");
        await chief.LookAsync("order-ending");
        await chief.Page.GetByRole(AriaRole.Button, new() { Name = "End the order" }).ClickAsync();
        await Expect(chief.Page.GetByText("Ended", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(chief.Page.GetByText("The field test is over.")).ToBeVisibleAsync();
    }

    private async Task DecideAsync()
    {
        var operatorAtDesk = await VisitorAsync("operator");
        var page = operatorAtDesk.Page;
        await operatorAtDesk.GoAsync("/alerts");
        try
        {
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Possible match" })).ToBeVisibleAsync(AlertPatience);
        }
        catch (PlaywrightException)
        {
            Assert.Fail($"No alert within {AlertPatience.Timeout / 1000} s. {await Demonstration.DescribeAsync()}");
        }

        foreach (var face in (string[])["Probe: the face that the camera saw", "Reference: the face on the watchlist"])
            await Expect(page.GetByAltText(face)).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await Expect(page.GetByText(Person)).ToHaveCountAsync(0);
        await operatorAtDesk.LookAsync("alert-waiting");

        await page.Keyboard.PressAsync("c");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirm that probe and reference show the same person" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("What agrees (optional)")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Eyes, nose and hairline agree");
        await operatorAtDesk.LookAsync("alert-confirming");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Person })).ToBeVisibleAsync();
        await operatorAtDesk.LookAsync("alert-confirmed");

        var alerts = (await Demonstration.SendAsync("operator", HttpMethod.Get, "alerts?afterId=0"))!.AsArray();
        var decision = Assert.Single(alerts, alert => alert!["decision"] is not null)!["decision"]!;
        Assert.Contains("Eyes, nose and hairline agree", decision.ToJsonString(), StringComparison.Ordinal);
        operatorAtDesk.NeverComplained();
        if (Environment.GetEnvironmentVariable("SIGNPOST_README_PICTURE") is { Length: > 0 } file) await PictureForReadmeAsync(operatorAtDesk, file);
    }

    /// <summary>Several alerts, the newest waiting: the picture in the README, made again with SIGNPOST_README_PICTURE=docs/images/console.png.</summary>
    private static async Task PictureForReadmeAsync(Visitor operatorAtDesk, string file)
    {
        var page = operatorAtDesk.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Option).Nth(3)).ToBeVisibleAsync(AlertPatience);
        await page.GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Possible match" })).ToBeVisibleAsync();
        await Expect(page.GetByAltText("Probe: the face that the camera saw")).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await operatorAtDesk.PictureAsync(Path.GetFullPath(file, Repository.Root), fullPage: false);
    }
}
