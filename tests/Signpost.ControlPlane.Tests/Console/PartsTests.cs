using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Console.Alerts;
using Signpost.ControlPlane.Console.Orders;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Console.Sessions;
using Signpost.ControlPlane.Console.Units;
using Signpost.ControlPlane.Console.Watchlists;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Tests.Console;

public sealed class PartsTests : BunitContext
{
    public PartsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Samples.Noon));
        Services.AddScoped<BrowserClock>();
    }

    [Fact]
    public void ScoreScale_ScoreAboveThreshold_MarksBothAndSaysThem()
    {
        var scale = Render<ScoreScale>(p => p.Add(x => x.Score, 0.81f).Add(x => x.Threshold, 0.45f));

        Assert.Equal("Score 0.81 on a scale from 0 to 1 with the threshold at 0.45", scale.Find("svg").GetAttribute("aria-label"));
        Assert.Equal("180", scale.Find(".scale-threshold").GetAttribute("x1"));
        Assert.StartsWith("M324 ", scale.Find(".scale-mark").GetAttribute("d"), StringComparison.Ordinal);
    }

    [Fact]
    public void EvidenceTable_Shots_OneRowEach()
    {
        var table = Render<EvidenceTable>(p => p.Add(x => x.Shots, [Samples.Shot(61.6f, 83.4f, sharpness: 31.4f), Samples.Shot(72, 96)]));

        Assert.Equal(["1", "12:00:00.0", "0.68", "62", "83 px", "sharpness, 31 of 100"], table.FindAll("tbody tr")[0].Children.Select(cell => cell.TextContent.Trim()));
        Assert.Equal("none", table.FindAll("tbody tr")[1].Children[^1].TextContent.Trim());
        Assert.Equal(2, table.FindAll("tbody tr").Count);
    }

    [Fact]
    public void ScoreSpread_NewestHistogram_OneRowABinWithItsShare()
    {
        var counts = new uint[11];
        (counts[2], counts[5]) = (150, 50);
        var spread = Render<ScoreSpread>(p => p.Add(x => x.Reports, [new ScoreReportView(Samples.Noon, Samples.Noon.AddHours(1), Guid.Empty, 40, counts)]));

        Assert.Equal(11, spread.FindAll("tbody tr").Count);
        Assert.Equal(["0.1 to 0.2", "150", "75.0 %"], spread.FindAll("tbody tr")[2].Children.Select(cell => cell.TextContent.Trim()));
        Assert.Contains("200 visits against a list of 40", spread.Find("p").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusedPhotograph_FaceTooSmall_SaysWhyWhatWasMeasuredAndShowsThePicture()
    {
        var problem = Problem.Invalid("photo.face-too-small", "The eyes are 14 pixels apart, at least 30 are needed.") with
        {
            Facts = new Dictionary<string, string> { ["interEyeDistance"] = "14", ["unheardOf"] = "1" },
        };

        var card = Render<RefusedPhotograph>(p => p.Add(x => x.Problem, problem).Add(x => x.Picture, "<img alt='refused'>"));

        Assert.Equal("Photograph refused: the face is too small", card.Find("h3").TextContent);
        Assert.Contains("at least 30 are needed", card.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Equal("14 px", Assert.Single(card.FindAll("dd")).TextContent);
        Assert.NotNull(card.Find("img"));
        Assert.Equal("alert", card.Find("section").GetAttribute("role"));
    }

    [Fact]
    public void BudgetTable_SaysInWordsFromWhereTheListKeepsToThePolicy()
    {
        var table = Render<BudgetTable>(p => p.Add(x => x.Budget, WatchlistBudget.Of(TestCertificate.Of(new byte[32]), 10)));

        Assert.Contains("This list names 10.", Text(table.Find("p")), StringComparison.Ordinal);
        Assert.Contains("From a threshold of 0.45 on it keeps to the policy", Text(table.Find("p")), StringComparison.Ordinal);
        Assert.Contains("expect at most about", Text(table.Find("p")), StringComparison.Ordinal);
        Assert.Equal(["0.40", "1 in 8,300", "1", "8", "18 false alerts a day"], table.FindAll("tbody tr")[0].Children.Select(cell => cell.TextContent.Trim()));
        Assert.StartsWith("52,", table.Find("polyline").GetAttribute("points"), StringComparison.Ordinal);
    }

    [Fact]
    public void BudgetTable_ListThatFitsNowhere_SaysSo()
    {
        var table = Render<BudgetTable>(p => p.Add(x => x.Budget, WatchlistBudget.Of(TestCertificate.Of(new byte[32]), 10_000)));

        Assert.Contains("At no threshold that was measured", Text(table.Find("p")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EntryStatus.Active, 0)]
    [InlineData(EntryStatus.Suspended, 2)]
    [InlineData(EntryStatus.Withdrawn, 0)]
    public void EntryCard_Suspended_OffersBothDecisions(EntryStatus status, int buttons)
    {
        var entry = new EntryView(
            Guid.NewGuid(), Guid.NewGuid(), "A. Sample", "r-1", Category.SuspectedOfNamedSeriousOffence, "Case 7", "Custody", new(2026, 5, 1), LegalGround.WarrantOfArrest, Samples.Noon,
            new(640, 480, 200, 80, 60, 70), "author", Samples.Noon, "Sixteen, armed.", "Robbery", status, 2);
        var card = Render<EntryCard>(p => p.Add(x => x.Entry, entry).Add(x => x.OnDecide, _ => Task.CompletedTask));

        Assert.Contains("Suspected of a named serious offence: Robbery.", Text(card.Find(".entry-text")), StringComparison.Ordinal);
        Assert.Contains("Under 18. Sixteen, armed.", Text(card.Find(".note")), StringComparison.Ordinal);
        Assert.Equal(buttons, card.FindAll("button").Count);
    }

    [Fact]
    public void AlertRow_OfASuspendedEntry_SaysSoInsteadOfWaiting()
    {
        var row = Render<AlertRow>(p => p.Add(x => x.Alert, Samples.Alert(1) with { OfSuspendedEntry = true }));

        Assert.Equal("Suspended entry", row.Find(".badge").TextContent.Trim());
    }

    [Fact]
    public void AlertDetail_NotDecided_HidesTheName()
    {
        var detail = Render<AlertDetail>(p => p.Add(x => x.Alert, Samples.Alert(1)));

        Assert.DoesNotContain("A. Sample", detail.Markup, StringComparison.Ordinal);
        Assert.Contains("shown once the match is confirmed", detail.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void AlertDetail_Rejected_StillHidesTheName()
    {
        var rejected = new DecisionView(AlertDecision.Reject, "Different person on comparison", "operator", Samples.Noon, 1);

        var detail = Render<AlertDetail>(p => p.Add(x => x.Alert, Samples.Alert(1, decision: rejected)));

        Assert.DoesNotContain("A. Sample", detail.Markup, StringComparison.Ordinal);
        Assert.Empty(detail.FindAll(".decide"));
    }

    [Fact]
    public void AlertDetail_Confirmed_ShowsTheNameAndWhoDecided()
    {
        var detail = Render<AlertDetail>(p => p.Add(x => x.Alert, Samples.Alert(1, revision: 3, decision: Samples.Confirmed(revision: 2))));

        Assert.Equal("A. Sample", detail.Find("h2").TextContent);
        Assert.Contains("Decided on shot 2", detail.Find(".note-success").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AlertDetail_RejectWithReason_HandsOverReasonAndTheRevisionLookedAt()
    {
        (AlertDecision Decision, string Reason, long Revision)? answer = null;
        var detail = Render<AlertDetail>(p => p.Add(x => x.Alert, Samples.Alert(1, revision: 3)).Add(x => x.OnDecide, given => answer = given));

        detail.InvokeAsync(() => detail.Instance.Ask(AlertDecision.Reject));
        detail.FindAll("input[type=radio]")[1].Change(true);
        detail.Find("input[maxlength]").Input("backlight");
        detail.Find("form").Submit();

        Assert.Equal((AlertDecision.Reject, $"{AlertWords.RejectReasons[1]}. backlight", 3), answer);
    }

    [Theory]
    [InlineData(StaffRole.Author, false, "officer-a", null)]
    [InlineData(StaffRole.Author, true, "officer-a", "The author has signed")]
    [InlineData(StaffRole.AuthorisingOfficer, false, "officer-b", "The author signs first")]
    [InlineData(StaffRole.AuthorisingOfficer, true, "officer-b", null)]
    [InlineData(StaffRole.AuthorisingOfficer, true, null, "not tied to an officer")]
    [InlineData(StaffRole.Operator, true, null, "The author and an authorising officer sign here")]
    public void SigningPanel_EachPerson_SeesTheFormOnlyWhenItIsTheirTurn(StaffRole role, bool authorSigned, string? officer, string? obstacle)
    {
        Services.AddSingleton<IDeploymentService>(new NoDeployments());
        Services.AddSingleton<IRosterService>(new NoRoster());
        var order = authorSigned ? Samples.Order(DeploymentState.Drafted, Samples.AuthorSigned) : Samples.Order();

        var panel = Render<SigningPanel>(p => p.Add(x => x.Order, order).Add(x => x.Member, Samples.Member(role, officer)));

        Assert.Equal(obstacle is null, panel.FindAll("#officer-key").Count == 1);
        if (obstacle is not null) Assert.Contains(obstacle, panel.Find(".note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void CertificateFacts_ListWithinTheBudget_SaysWhatItRestsOnInPlainWords()
    {
        var facts = Facts(Samples.Certificate(0.45f, 2), 2);

        Assert.Contains("Measured on Test data (6,400 pictures of 2,900 people)", facts, StringComparison.Ordinal);
        Assert.Contains("2 of 20,000,000 comparisons of different people matched: with 95 % certainty at most 1 in 2,500,000", facts, StringComparison.Ordinal);
        Assert.Contains("names 2 of the at most 416 entries that one false alert in 6,000 visits allows (1 % of it).", facts, StringComparison.Ordinal);
        Assert.Contains("15,000 people pass in a day who are not on the list, expect at most about one false alert in 83 days", facts, StringComparison.Ordinal);
        Assert.Contains("label a", facts, StringComparison.Ordinal);
    }

    [Fact]
    public void CertificateFacts_ListTooLong_SaysWhatToDo() =>
        Assert.Contains("names 2 of the at most 1 entry that one false alert in 6,000 visits allows: raise the threshold or shorten the list.", Facts(Samples.Certificate(0.4f, 2), 2), StringComparison.Ordinal);

    [Fact]
    public void CertificateFacts_BelowTheLowestThreshold_SaysWhereTheCertificateBegins() =>
        Assert.Contains("The model pack's certificate begins at 0.40.", Facts(Samples.Certificate(0.39f, 2), 2, lowest: 0.4f), StringComparison.Ordinal);

    [Fact]
    public void CertificateFacts_OrderWithoutOne_SaysThatNoUnitTakesIt() => Assert.Contains("no unit takes it", Facts(null, 2), StringComparison.Ordinal);

    [Fact]
    public void OrderInWords_AnOrder_SaysEverythingThatIsSigned()
    {
        var words = Render<OrderInWords>(p => p.Add(x => x.Order, Samples.Order())).Find("p").TextContent;

        foreach (var part in (string[])["1 Jun 2026, 12:00 UTC", "1 Jun 2026, 16:00 UTC", "(4 h)", "unit-a", "2 people", "List", "Station forecourt", "locate a wanted person"])
            Assert.Contains(part, words, StringComparison.Ordinal);
    }

    private string Facts(CertificateView? certificate, int entries, float? lowest = null)
    {
        var facts = Render<CertificateFacts>(p => p
            .Add(x => x.Certificate, certificate).Add(x => x.Entries, entries).Add(x => x.Ceiling, FalseAlertCeiling.OneInSixThousand).Add(x => x.Lowest, lowest));
        return string.Join(' ', string.Concat(facts.Nodes.Select(node => node.TextContent)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Text(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
