using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Console.Wording;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Orders;

/// <summary>Takes the signature of the officer who is signed in: made in the browser with a key file that stays there, or on another machine.</summary>
public sealed partial class SigningPanel : IAsyncDisposable
{
    private const long LargestResponse = 256 * 1024;
    private const string NoOfficer = "Your account is not tied to an officer of the roster, so it cannot sign. Your administrator can tie it.";

    private ElementReference keyInput;
    private IJSObjectReference? module;
    private OfficerView? officer;
    private string? trouble;
    private bool keyChosen;
    private bool busy;

    [Parameter, EditorRequired] public DeploymentView Order { get; set; } = null!;

    [Parameter, EditorRequired] public StaffMember Member { get; set; } = null!;

    [Parameter] public EventCallback<DeploymentView> OnSigned { get; set; }

    [Inject] private IDeploymentService Service { get; set; } = null!;

    [Inject] private IRosterService Rosters { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    private string RequestName => $"order-{Order.Id:N}.json";

    // Told before anybody looks for a key file; the service checks the same again.
    private string? Obstacle
    {
        get
        {
            if (Order.UrgencyReason is not null) return UrgentObstacle;
            var authorSigned = Order.Signatures.Any(signature => signature.Role == StaffRole.Author);
            return Member.Role switch
            {
                StaffRole.Author when authorSigned => "The author has signed. An authorising officer, who is another person, signs next.",
                StaffRole.AuthorisingOfficer or StaffRole.SeniorAuthorisingOfficer when !authorSigned => "The author signs first. You can read the order meanwhile.",
                _ when Member.Role.Signs() && Member.OfficerId is null => NoOfficer,
                _ when Member.Role.Signs() => null,
                _ => "The author and an authorising officer sign here.",
            };
        }
    }

    private string? UrgentObstacle =>
        !Member.Role.Authorises() ? "An authorising officer begins an urgent use, and a senior one ratifies it."
        : Member.OfficerId is null ? NoOfficer
        : Order.Signatures.Count == 0 ? null
        : Member.Role != StaffRole.SeniorAuthorisingOfficer ? "A senior authorising officer, who is another person, ratifies it next."
        : Order.Signatures[0].OfficerId == Member.OfficerId ? "You began it: another senior authorising officer ratifies it."
        : null;

    private string Heading =>
        Order.UrgencyReason is not null ? Order.Signatures.Count == 0 ? "Begin this urgent use" : "Ratify this urgent use"
        : Member.Role == StaffRole.Author ? "Sign as author"
        : "Authorise this order";

    protected override async Task OnInitializedAsync() =>
        officer = (await Rosters.CurrentAsync())?.Officers.FirstOrDefault(x => x.OfficerId == Member.OfficerId);

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

    private async Task SignWithPasskeyAsync()
    {
        busy = true;
        try
        {
            if (!(await Service.ToBeSignedAsync(Member, Order.Id)).Succeeded(out var documents, out var why))
            {
                trouble = why.Detail;
                return;
            }

            await using var passkey = await Js.InvokeAsync<IJSObjectReference>("import", Modules.Passkey);
            var made = await passkey.InvokeAsync<BrowserAssertion>("assert", Convert.ToBase64String(documents.Challenge));
            if (made is not { AuthenticatorData: { } data, ClientDataJson: { } client, Signature: { } signature })
            {
                trouble = PasskeyWords.Explain(made.Problem);
                return;
            }

            await TakeAsync(await Service.SignAsync(
                Member, Order.Id, new Signpost.Trust.Assertion(Convert.FromBase64String(data), Convert.FromBase64String(client), Convert.FromBase64String(signature))));
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

    /// <summary>What js/passkey.js gives: an assertion (base64 each) or a problem's code.</summary>
    private sealed record BrowserAssertion(string? AuthenticatorData, string? ClientDataJson, string? Signature, string? Problem);

    /// <summary>What js/signing.js gives: signatures (base64 of r || s) or a problem's code.</summary>
    private sealed record BrowserSignatures(string[]? Signatures, string? Problem);
}
