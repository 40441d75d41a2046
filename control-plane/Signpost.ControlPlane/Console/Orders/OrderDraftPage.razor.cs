using Microsoft.AspNetCore.Components;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Console.Sessions;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;
using Signpost.Trust;

namespace Signpost.ControlPlane.Console.Orders;

/// <summary>Drafts an order from a watchlist.</summary>
public sealed partial class OrderDraftPage
{
    private IReadOnlyList<WatchlistView> lists = [];
    private IReadOnlyList<UnitView> units = [];
    private IReadOnlyList<string> errors = [];
    private PackCertificate? certificate;
    private OrderDraft? draft;
    private Problem? problem;
    private bool busy;

    /// <summary>Chosen before the page opened, from the watchlist's own page.</summary>
    [SupplyParameterFromQuery(Name = "watchlist")] private Guid? Watchlist { get; set; }

    /// <summary>Chosen before the page opened, from the page of the order that it is to follow.</summary>
    [SupplyParameterFromQuery(Name = "replaces")] private Guid? Replaces { get; set; }

    [Inject] private IDeploymentService Orders { get; set; } = null!;

    [Inject] private IWatchlistService Watchlists { get; set; } = null!;

    [Inject] private IUnitService Units { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private BrowserClock Clock { get; set; } = null!;

    private int ListLength => lists.FirstOrDefault(list => list.Id == draft?.WatchlistId)?.Entries ?? 0;

    private CertificateView? Measured => CertificateView.Of(certificate!, draft!.Threshold, draft.Ceiling, ListLength);

    private (IReadOnlyList<Corner> Corners, IReadOnlyList<string> Errors) Outline => CornerText.Read(draft?.Corners);

    private IReadOnlyList<string> SignErrors => CornerText.Read(draft?.Signs).Errors;

    private bool IsUrgent => Member?.Role.Authorises() == true;

    protected override async Task OpenAsync()
    {
        if (!Orders.Certificate(Member).Succeeded(out certificate, out problem)) return;
        if (!(await Watchlists.ListAsync(Member, Closing)).Succeeded(out var allLists, out problem)) return;
        if (!(await Units.ListAsync(Member, Closing)).Succeeded(out var allUnits, out problem)) return;
        lists = [.. allLists.Where(list => list.Entries > 0).OrderByDescending(list => list.CreatedAt)];
        units = [.. allUnits.Where(unit => unit.RevokedAt is null)];
        draft = OrderDraft.Start(Clock.Local(Clock.Now).DateTime, lists.FirstOrDefault(list => list.Id == Watchlist) ?? (lists.Count > 0 ? lists[0] : null));
        draft.ReplacesId = Replaces;
        foreach (var unit in units) draft.ToggleUnit(unit.Id, true);
        if (lists.Count > 0) await ListChosenAsync();
    }

    /// <summary>Ticks the categories that the list uses: an order for fewer would be refused.</summary>
    private async Task ListChosenAsync()
    {
        var outcome = await Watchlists.EntriesAsync(Member, draft!.WatchlistId, Closing);
        if (!outcome.Succeeded(out var entries, out problem)) return;
        draft.RestOn(certificate!, ListLength);
        draft.Categories.Clear();
        draft.Categories.UnionWith(entries.Select(entry => entry.Category));
    }

    private async Task SubmitAsync()
    {
        if (busy) return;
        errors = IsUrgent && string.IsNullOrWhiteSpace(draft!.UrgencyReason) ? [.. draft.Errors(), "Say why it cannot wait for a second person."] : draft!.Errors();
        problem = null;
        if (errors.Count > 0) return;
        busy = true;
        var outcome = await Orders.DraftAsync(Member, draft.ToDeployment(Clock.FromWall, IsUrgent), Closing);
        busy = false;
        if (outcome.Succeeded(out var order, out problem)) Navigation.NavigateTo($"orders/{order.Id}");
    }
}
