using System.Net.Http.Headers;
using Microsoft.Playwright;
using Signpost.Console.Tests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Signpost.Console.Tests;

/// <summary>The check of a watchlist, with pictures side by side, and the list's end.</summary>
public sealed class WatchlistCheckTests(Demonstration demonstration, Browsers browsers) : BrowserTest(demonstration, browsers)
{
    [Fact]
    public async Task Check_SamePersonTwice_IsShownSideBySideAndAcknowledged_AndTheListCanBeDeleted()
    {
        var author = await VisitorAsync("author");
        var list = (await Demonstration.SendAsync("author", HttpMethod.Post, "watchlists", new { name = "Check of doubles" }))!["id"]!.GetValue<Guid>();
        foreach (var (name, photo) in new[] { ("Volunteer Seven", "franck_02159.jpg"), ("Volunteer Eight", "franck_02221.jpg") }) await AddAsync(list, name, photo);

        await author.GoAsync($"/watchlists/{list}");
        await Expect(author.Page.GetByRole(AriaRole.Heading, new() { Name = "What the certificate allows" })).ToBeVisibleAsync();
        await author.LookAsync("watchlist-budget");
        await author.Page.GetByRole(AriaRole.Link, new() { Name = "Check the list" }).ClickAsync();
        await author.InteractiveAsync();
        var twice = author.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "The same person twice" });
        await Expect(twice.GetByRole(AriaRole.Img)).ToHaveCountAsync(2);
        foreach (var face in await twice.GetByRole(AriaRole.Img).AllAsync()) await Expect(face).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await Expect(twice.GetByText("Warning", new() { Exact = true })).ToBeVisibleAsync();
        await author.LookAsync("watchlist-check");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge all" }).ClickAsync();
        await Expect(author.Page.GetByText("an order can be drafted.")).ToBeVisibleAsync();
        await Expect(twice.GetByText("Acknowledged", new() { Exact = true })).ToBeVisibleAsync();
        await author.LookAsync("watchlist-check-acknowledged");

        await author.GoAsync($"/watchlists/{list}");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the list" }).ClickAsync();
        await author.LookAsync("watchlist-deleting");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the list", Exact = true }).ClickAsync();
        await Expect(author.Page.GetByRole(AriaRole.Heading, new() { Name = "Watchlists" })).ToBeVisibleAsync();
        await Expect(author.Page.GetByText("Check of doubles")).ToHaveCountAsync(0);
        author.NeverComplained();
    }

    private async Task AddAsync(Guid list, string name, string photo)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in new[]
        {
            ("displayName", name), ("category", "seeded-volunteer"), ("reason", "Takes part in the field test."), ("imageSource", "Field test recording"), ("imageDate", "2026-05-01"),
            ("legalBasis", "consent-of-volunteer"), ("expiresAt", TimeProvider.System.GetUtcNow().AddDays(7).ToString("O")),
        })
            form.Add(new StringContent(value), field);
        var picture = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(Photographs.Listed)!, photo)));
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(picture, "photo", photo);
        await Demonstration.UploadAsync("author", $"watchlists/{list}/entries", form);
    }
}
