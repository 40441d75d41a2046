using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Console.Alerts;

/// <summary>Alerts as they arrive, the chosen one in full, and the decision on it.</summary>
public sealed partial class AlertsPage : IAsyncDisposable
{
    private readonly AlertList list = new();
    private ElementReference root;
    private AlertDetail? detail;
    private IJSObjectReference? module;
    private IJSObjectReference? listener;
    private DotNetObjectReference<AlertsPage>? self;
    private Problem? problem;
    private Problem? decisionProblem;
    private string announcement = "";
    private bool loaded;
    private bool all;
    private bool sound;
    private bool scrollToChosen;
    private int unseen;

    [Inject] private IAlertService Service { get; set; } = null!;

    [Inject] private IAlertFeed Feed { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (listener is not null)
            {
                await listener.InvokeVoidAsync("stop");
                await listener.DisposeAsync();
            }

            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and its listeners with it.
        }

        self?.Dispose();
    }

    /// <summary>A key pressed on the page, as js/alerts.js names it.</summary>
    [JSInvokable]
    public async Task OnKey(string action)
    {
        switch (action)
        {
            case "next": await MoveAsync(1); break;
            case "previous": await MoveAsync(-1); break;
            case "first": await MoveAsync(-AlertList.Most); break;
            case "confirm": detail?.Ask(AlertDecision.Confirm); break;
            case "reject": detail?.Ask(AlertDecision.Reject); break;
            case "cancel": detail?.Back(); break;
        }

        StateHasChanged();
    }

    protected override async Task OpenAsync()
    {
        Feed.AlertChanged += OnChanged;
        await LoadAsync();
    }

    protected override void Close() => Feed.AlertChanged -= OnChanged;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            module = await Js.InvokeAsync<IJSObjectReference>("import", Modules.Alerts);
            self = DotNetObjectReference.Create(this);
            listener = await module.InvokeAsync<IJSObjectReference>("listen", root, self);
            sound = await module.InvokeAsync<bool>("soundWanted");
            StateHasChanged();
        }

        if (!scrollToChosen || module is null) return;
        scrollToChosen = false;
        await module.InvokeVoidAsync("focusChosen", root);
    }

    private static bool IsWaiting(AlertView alert) => alert.Decision is null && !alert.OfSuspendedEntry;

    private static string Pressed(bool on) => on ? "true" : "false";

    private void OnChanged(AlertChange change) => _ = OnPageAsync(() => TakeAsync(change));

    private async Task TakeAsync(AlertChange change)
    {
        var outcome = await Service.GetAsync(Member, change.AlertId, Closing);
        if (!outcome.Succeeded(out var alert, out _)) return;
        list.Take(alert, add: all || (alert.Decision is null && !alert.OfSuspendedEntry));
        if (!change.IsNew || change.OfSuspendedEntry) return;
        unseen = list.Alerts.Count(IsWaiting);
        announcement = $"New alert from {alert.UnitId}, {alert.PlaceName}.";
        if (sound && module is not null) await module.InvokeVoidAsync("ring");
    }

    private async Task LoadAsync()
    {
        var outcome = await Service.NewestAsync(Member, AlertList.Most, undecidedOnly: !all, Closing);
        if (outcome.Succeeded(out var newest, out problem)) list.Fill(newest);
        unseen = list.Alerts.Count(IsWaiting);
        loaded = true;
    }

    private Task ShowAsync(bool everything)
    {
        all = everything;
        return LoadAsync();
    }

    private Task ChooseAsync(long id)
    {
        list.Choose(id);
        return AfterMoveAsync();
    }

    private Task MoveAsync(int steps)
    {
        list.Move(steps);
        scrollToChosen = true;
        return AfterMoveAsync();
    }

    private Task AfterMoveAsync()
    {
        decisionProblem = null;
        if (!all) list.DropDecided();
        return Task.CompletedTask;
    }

    private async Task DecideAsync((AlertDecision Decision, string Reason, long Revision) answer)
    {
        if (list.Chosen is not { } chosen) return;
        var outcome = await Service.DecideAsync(Member, chosen.Id, answer.Decision, answer.Reason, answer.Revision, Closing);
        if (outcome.Succeeded(out var decided, out decisionProblem))
        {
            list.Take(decided, add: false);
            announcement = answer.Decision == AlertDecision.Confirm ? "Confirmed." : "Rejected.";
        }

        unseen = list.Alerts.Count(IsWaiting);
        scrollToChosen = true;
    }

    private async Task SoundAsync(ChangeEventArgs change)
    {
        sound = change.Value is true;
        if (module is not null) await module.InvokeVoidAsync("wantSound", sound);
    }
}
