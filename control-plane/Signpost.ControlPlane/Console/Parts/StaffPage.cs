using Microsoft.AspNetCore.Components;
using Signpost.ControlPlane.Console.Sessions;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Parts;

/// <summary>A page for a signed-in member of staff: knows who it is before it opens, and stops what runs when it closes.</summary>
public abstract class StaffPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closing = new();

    /// <summary>Who looks at this page.</summary>
    protected StaffMember Member { get; private set; } = null!;

    /// <summary>Cancelled when the person leaves the page.</summary>
    protected CancellationToken Closing => closing.Token;

    [Inject] private Session Session { get; set; } = null!;

    public void Dispose()
    {
        closing.Cancel();
        Close();
        closing.Dispose();
        GC.SuppressFinalize(this);
    }

    protected sealed override async Task OnInitializedAsync()
    {
        Member = await Session.StaffAsync();
        await OpenAsync();
    }

    /// <summary>Loads what the page shows.</summary>
    protected virtual Task OpenAsync() => Task.CompletedTask;

    /// <summary>Lets go of feeds.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>Runs <paramref name="work"/> on the page's own context, from any thread; quietly nothing once the page is closed.</summary>
    protected async Task OnPageAsync(Func<Task> work)
    {
        try
        {
            await InvokeAsync(async () =>
            {
                if (closing.IsCancellationRequested) return;
                await work();
                StateHasChanged();
            });
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException)
        {
            // The page closed while the change was on its way.
        }
    }
}
