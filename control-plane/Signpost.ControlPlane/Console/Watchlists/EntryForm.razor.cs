using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Console.Wording;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Console.Watchlists;

/// <summary>Uploads a photograph with its facts; a refused one stays in the form with the reason beside it.</summary>
public sealed partial class EntryForm
{
    private const long LargestPhoto = 10 * 1024 * 1024;

    private readonly Fields form = new();
    private ElementReference preview;
    private ElementReference refusedPreview;
    private InputFile? photoInput;
    private IBrowserFile? photo;
    private IJSObjectReference? module;
    private Problem? problem;
    private Problem? refusal;
    private int photoKey;
    private bool busy;
    private bool showRefused;

    [Parameter, EditorRequired] public Guid WatchlistId { get; set; }

    [Parameter, EditorRequired] public StaffMember Member { get; set; } = null!;

    [Parameter] public EventCallback<EntryView> OnAdded { get; set; }

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

    protected override void OnInitialized() => form.Reset(Clock.Local(Clock.Now).DateTime);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!showRefused) return;
        showRefused = false;
        await ShowAsync(refusedPreview);
    }

    private async Task ChoosePhotoAsync(InputFileChangeEventArgs change)
    {
        photo = change.FileCount == 0 ? null : change.File;
        (refusal, problem) = (null, null);
        if (photo is not null) await ShowAsync(preview);
    }

    private async Task SubmitAsync()
    {
        if (busy || photo is null) return;
        busy = true;
        byte[] bytes = [];
        try
        {
            bytes = await ReadAsync(photo);
            var outcome = bytes.Length == 0
                ? Problem.Invalid("photo.too-large", "The file is larger than 10 MB, or empty.")
                : await Service.AddEntryAsync(Member, WatchlistId, form.ToEntry(Clock.FromWall), bytes);
            await ShowOutcomeAsync(outcome);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            busy = false;
        }
    }

    private async Task ShowOutcomeAsync(Outcome<EntryView> outcome)
    {
        if (outcome.Succeeded(out var entry, out var why))
        {
            (photo, refusal, problem) = (null, null, null);
            photoKey++;
            form.Reset(Clock.Local(Clock.Now).DateTime);
            await OnAdded.InvokeAsync(entry);
            return;
        }

        var aboutPhotograph = PhotographWords.IsAboutPhotograph(why);
        refusal = aboutPhotograph ? why : null;
        problem = aboutPhotograph ? null : why;
        showRefused = aboutPhotograph;
    }

    // Empty when it is larger than allowed: the stream would throw.
    private static async Task<byte[]> ReadAsync(IBrowserFile file)
    {
        if (file.Size is 0 or > LargestPhoto) return [];
        var bytes = new byte[file.Size];
        await using var stream = file.OpenReadStream(LargestPhoto);
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private async Task ShowAsync(ElementReference image)
    {
        module ??= await Js.InvokeAsync<IJSObjectReference>("import", Modules.Photograph);
        await module.InvokeVoidAsync("show", photoInput!.Element, image);
    }

    private sealed class Fields
    {
        public string DisplayName { get; set; } = "";

        public Category Category { get; set; }

        public LegalGround LegalBasis { get; set; }

        public string Reason { get; set; } = "";

        public string Offence { get; set; } = "";

        public bool NamesOffence => Category == Category.SuspectedOfNamedSeriousOffence;

        public bool IsUnder18 { get; set; }

        public string Under18Reason { get; set; } = "";

        public string ImageSource { get; set; } = "";

        public DateOnly ImageDate { get; set; }

        public DateTime ExpiresAt { get; set; }

        public void Reset(DateTime now)
        {
            (DisplayName, Reason, ImageSource, Under18Reason, Offence, IsUnder18) = ("", "", "", "", "", false);
            (Category, LegalBasis) = (Words.Categories[0], LegalGround.WarrantOfArrest);
            ImageDate = DateOnly.FromDateTime(now);
            ExpiresAt = now.Date.AddDays(7);
        }

        public NewEntry ToEntry(Func<DateTime, DateTimeOffset> fromWall) =>
            new(DisplayName.Trim(), Category, Reason.Trim(), ImageSource.Trim(), ImageDate, LegalBasis, fromWall(ExpiresAt), IsUnder18 ? Under18Reason.Trim() : null, NamesOffence ? Offence.Trim() : null);
    }
}
