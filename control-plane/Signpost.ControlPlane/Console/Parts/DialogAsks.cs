using MudBlazor;

namespace Signpost.ControlPlane.Console.Parts;

/// <summary>Questions before an action that cannot be taken back.</summary>
internal static class DialogAsks
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true };

    /// <summary>The reason given; null when the person went back.</summary>
    public static async Task<string?> AskReasonAsync(this IDialogService dialogs, string title, string text, string action, bool askReason = true)
    {
        var parameters = new DialogParameters<ReasonDialog>
        {
            { dialog => dialog.Title, title },
            { dialog => dialog.Text, text },
            { dialog => dialog.Action, action },
            { dialog => dialog.AskReason, askReason },
        };
        var reference = await dialogs.ShowAsync<ReasonDialog>(title, parameters, Options);
        var result = await reference.Result;
        return result is { Canceled: false, Data: string reason } ? reason : null;
    }
}
