using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Orders;

/// <summary>Takes the signature of the officer who is signed in: made in the browser with a key file that stays there, or on another machine.</summary>
public sealed partial class SigningPanel : IAsyncDisposable
{
    private const long LargestResponse = 256 * 1024;

    private ElementReference keyInput;
    private IJSObjectReference? module;
    private string? trouble;
    private bool keyChosen;
    private bool busy;

    [Parameter, EditorRequired] public DeploymentView Order { get; set; } = null!;

    [Parameter, EditorRequired] public StaffMember Member { get; set; } = null!;

    [Parameter] public EventCallback<DeploymentView> OnSigned { get; set; }

    [Inject] private IDeploymentService Service { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    private string RequestName => $"order-{Order.Id:N}.json";

    // Told before anybody looks for a key file; the service checks the same again.
    private string? Obstacle
    {
        get
        {
            var authorSigned = Order.Signatures.Any(signature => signature.Role == StaffRole.Author);
            return Member.Role switch
            {
                StaffRole.Author when authorSigned => "The author has signed. An authorising officer, who is another person, signs next.",
                StaffRole.AuthorisingOfficer when !authorSigned => "The author signs first. You can read the order meanwhile.",
                StaffRole.Author or StaffRole.AuthorisingOfficer when Member.OfficerId is null =>
                    "Your account is not tied to an officer of the roster, so it cannot sign. Your administrator can tie it.",
                StaffRole.Author or StaffRole.AuthorisingOfficer => null,
                _ => "The author and an authorising officer sign here.",
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the module with it.
        }
    }

    private static string Explain(string code) => code switch
    {
        "no-file" => "Choose your key file first.",
        "encrypted" => "This key file is protected by a passphrase, which the browser cannot open. Sign on another machine instead.",
        "not-p256" => "This key is not an ECDSA key on the curve P-256.",
        "insecure-page" => "The browser signs only on https or on localhost. Sign on another machine instead.",
        _ => "This is not a private key file (PKCS#8 PEM, 'BEGIN PRIVATE KEY').",
    };

    private void KeyChosen(ChangeEventArgs change)
    {
        keyChosen = !string.IsNullOrEmpty(change.Value as string);
        trouble = null;
    }

    private async Task SignAsync()
    {
        busy = true;
        try
        {
            if (!(await Service.ToBeSignedAsync(Member, Order.Id)).Succeeded(out var documents, out var why))
            {
                trouble = why.Detail;
                return;
            }

            module ??= await Js.InvokeAsync<IJSObjectReference>("import", Modules.Signing);
            string[] bytes = [Convert.ToBase64String(documents.Order), Convert.ToBase64String(documents.BundleHeader)];
            var made = await module.InvokeAsync<BrowserSignatures>("sign", keyInput, bytes);
            keyChosen = false;
            if (made.Signatures is not [var order, var header])
            {
                trouble = Explain(made.Problem ?? "");
                return;
            }

            await TakeAsync(await Service.SignAsync(Member, Order.Id, Convert.FromBase64String(order), Convert.FromBase64String(header)));
        }
        finally
        {
            busy = false;
        }
    }

    private async Task SaveRequestAsync()
    {
        if (!(await Service.SigningRequestAsync(Member, Order.Id)).Succeeded(out var request, out var why))
        {
            trouble = why.Detail;
            return;
        }

        await using var download = await Js.InvokeAsync<IJSObjectReference>("import", Modules.Download);
        await download.InvokeVoidAsync("save", RequestName, request, "application/json");
    }

    private async Task TakeResponseAsync(InputFileChangeEventArgs change)
    {
        if (change.FileCount != 1 || change.File.Size > LargestResponse)
        {
            trouble = "This is not the answer of 'signpost order sign'.";
            return;
        }

        using var reader = new StreamReader(change.File.OpenReadStream(LargestResponse));
        await TakeAsync(await Service.SignAsync(Member, Order.Id, await reader.ReadToEndAsync()));
    }

    private async Task TakeAsync(Outcome<DeploymentView> outcome)
    {
        if (outcome.Succeeded(out var signed, out var why))
        {
            trouble = null;
            await OnSigned.InvokeAsync(signed);
            return;
        }

        trouble = why.Detail;
    }

    /// <summary>What js/signing.js gives: signatures (base64 of r || s) or a problem's code.</summary>
    private sealed record BrowserSignatures(string[]? Signatures, string? Problem);
}
