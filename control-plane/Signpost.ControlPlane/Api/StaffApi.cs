using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff.SignIn;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Units.Enrolment;
using Signpost.ControlPlane.Watchlists;
using Signpost.Trust;

namespace Signpost.ControlPlane.Api;

/// <summary>The staff's JSON API under /api/v1, on the console listener: bearer tokens only, the same services as the console. docs/api.md lists it.</summary>
internal static class StaffApi
{
    public const string Path = "/api/v1";
    public const string SignInPath = Path + "/sign-in";
    public const string Policy = "api";
    private const int LargestForm = EntryRules.LargestPhoto + (64 * 1024);

    /// <summary>Of a token and its session.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly SignInDoor Door = new(IdentityConstants.BearerScheme, Lifetime, "Staff API");
    private static readonly Problem SecondFactorNeeded = new(
        ProblemKind.Unauthenticated, "staff.second-factor-needed", "Send the code of your authenticator app too. Without one, set it up in the console first.");

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(SignInPath, SignInAsync).AllowAnonymous();
        var api = endpoints.MapGroup(Path).RequireAuthorization(Policy).AddEndpointFilter<ActorFilter>().DisableAntiforgery();
        MapAuthority(api);
        MapWatchlists(api);
        MapOrders(api);
        MapAlerts(api);
    }

    private static async Task<IResult> SignInAsync(SignInRequest request, ISignInService signIn, HttpContext http)
    {
        var first = await signIn.PasswordAsync(request.UserName, request.Password, Door, http.RequestAborted);
        if (!first.Succeeded(out var progress, out var problem)) return problem.ToResult();
        if (progress.SignedIn is { } signedIn) return Enter(signedIn);
        if (request.Code is null) return SecondFactorNeeded.ToResult();
        return (await signIn.CodeAsync(progress.Pending!, request.Code, Door, http.RequestAborted)).ToResult(Enter);
    }

    private static IResult Enter(SignedIn signedIn) => TypedResults.SignIn(signedIn.Principal, authenticationScheme: IdentityConstants.BearerScheme);

    private static void MapAuthority(RouteGroupBuilder api)
    {
        api.MapPut("roster", async (RosterRequest request, IRosterService rosters, HttpContext http) =>
            (await rosters.InstallAsync(ActorFilter.Of(http), request.Roster, request.RootPublicKey ?? [], http.RequestAborted)).ToResult());
        api.MapGet("roster", async (IRosterService rosters, HttpContext http) =>
            await rosters.CurrentAsync(http.RequestAborted) is { } roster ? TypedResults.Ok(roster) : RosterService.None.ToResult());
        api.MapPost("claim-tokens", async (ClaimTokenRequest request, IUnitService units, HttpContext http) =>
            (await units.CreateClaimTokenAsync(ActorFilter.Of(http), request.Site, http.RequestAborted))
                .ToResult(x => TypedResults.Ok(new ClaimTokenReply(x.Token, x.Site, x.ExpiresAt))));
        api.MapGet("enrolments", async (IEnrolmentQueue queue, HttpContext http) => (await queue.WaitingAsync(ActorFilter.Of(http), http.RequestAborted)).ToResult());
        api.MapPost("enrolments/{id:guid}/approve", async (Guid id, IEnrolmentQueue queue, HttpContext http) =>
            (await queue.ApproveAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult());
        api.MapPost("enrolments/{id:guid}/refuse", async (Guid id, EndRequest request, IEnrolmentQueue queue, HttpContext http) =>
            (await queue.RefuseAsync(ActorFilter.Of(http), id, request.Reason, http.RequestAborted)).ToResult());
        api.MapGet("units", async (IUnitService units, HttpContext http) =>
            (await units.ListAsync(ActorFilter.Of(http), http.RequestAborted)).ToResult(x => TypedResults.Ok(x.Select(UnitMessage.From))));
        api.MapGet("units/{id}", async (string id, IUnitService units, HttpContext http) =>
            (await units.GetAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult(x => TypedResults.Ok(UnitMessage.From(x))));
        api.MapGet("units/{id}/scores", async (string id, int? limit, IScoreReports scores, HttpContext http) =>
            (await scores.ListAsync(ActorFilter.Of(http), id, limit ?? 24, http.RequestAborted)).ToResult(TypedResults.Ok));
        api.MapPost("units/{id}/revoke", async (string id, EndRequest request, IUnitService units, HttpContext http) =>
            (await units.RevokeAsync(ActorFilter.Of(http), id, request.Reason, http.RequestAborted)).ToResult(x => TypedResults.Ok(UnitMessage.From(x))));
        api.MapGet("records", async (long? beforeId, int? limit, IRecordService records, HttpContext http) =>
            (await records.ListAsync(ActorFilter.Of(http), beforeId, limit ?? 100, http.RequestAborted)).ToResult());
    }

    private static void MapWatchlists(RouteGroupBuilder api)
    {
        api.MapPost("watchlists", async (WatchlistRequest request, IWatchlistService lists, HttpContext http) =>
            (await lists.CreateAsync(ActorFilter.Of(http), new NewWatchlist(request.Name), http.RequestAborted)).ToResult());
        api.MapGet("watchlists", async (IWatchlistService lists, HttpContext http) => (await lists.ListAsync(ActorFilter.Of(http), http.RequestAborted)).ToResult());
        api.MapGet("watchlists/{id:guid}", async (Guid id, IWatchlistService lists, HttpContext http) =>
            (await lists.GetAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult());
        api.MapGet("watchlists/{id:guid}/entries", async (Guid id, IWatchlistService lists, HttpContext http) =>
            (await lists.EntriesAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult());
        api.MapPost("watchlists/{id:guid}/entries", AddEntryAsync).WithMetadata(new EntrySize());
        api.MapDelete("watchlists/{id:guid}", async (Guid id, IWatchlistService lists, HttpContext http) =>
            (await lists.DeleteAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult(_ => TypedResults.NoContent()));
        api.MapGet("watchlists/{id:guid}/lint", async (Guid id, DateTimeOffset? until, IWatchlistService lists, HttpContext http) =>
            (await lists.LintAsync(ActorFilter.Of(http), id, until, http.RequestAborted)).ToResult());
        api.MapPost("watchlists/{id:guid}/lint/acknowledgements", async (Guid id, AcknowledgeRequest request, IWatchlistService lists, HttpContext http) =>
            (await lists.AcknowledgeAsync(ActorFilter.Of(http), id, request.Findings, request.Until, http.RequestAborted)).ToResult());
        api.MapGet("watchlists/{id:guid}/budget", BudgetAsync);
        api.MapPost("entries/{id:guid}/re-enrolment", async (Guid id, IWatchlistService lists, HttpContext http) =>
            (await lists.ReenrolAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult());
        api.MapPost("entries/{id:guid}/suspension", async (Guid id, SuspensionRequest request, IWatchlistService lists, HttpContext http) =>
            (await (request.Decision == SuspensionDecision.Suspend
                ? lists.SuspendAsync(ActorFilter.Of(http), id, request.Reason, http.RequestAborted)
                : lists.DecideSuspensionAsync(ActorFilter.Of(http), id, request.Decision == SuspensionDecision.Keep, request.Reason, http.RequestAborted))).ToResult());
        api.MapDelete("entries/{id:guid}", async (Guid id, IWatchlistService lists, HttpContext http) =>
            (await lists.RemoveEntryAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult());
    }

    private static void MapOrders(RouteGroupBuilder api)
    {
        api.MapGet("certificate", (IDeploymentService orders, HttpContext http) =>
            orders.Certificate(ActorFilter.Of(http)).ToResult(x => TypedResults.Bytes(PackCertificateFile.Write(x), "application/json")));
        api.MapPost("orders", async (OrderRequest request, IDeploymentService orders, HttpContext http) =>
            (await orders.DraftAsync(ActorFilter.Of(http), request.ToDraft(), http.RequestAborted)).ToResult());
        api.MapGet("orders", async (IDeploymentService orders, HttpContext http) => (await orders.ListAsync(ActorFilter.Of(http), http.RequestAborted)).ToResult());
        api.MapGet("orders/{id:guid}", async (Guid id, IDeploymentService orders, HttpContext http) =>
            (await orders.GetAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult());
        api.MapGet("orders/{id:guid}/signing-request", async (Guid id, IDeploymentService orders, HttpContext http) =>
            (await orders.SigningRequestAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult(x => TypedResults.Text(x, "application/json")));
        api.MapGet("orders/{id:guid}/bundle", async (Guid id, IDeploymentService orders, HttpContext http) =>
            (await orders.BundleFileAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult(x => TypedResults.Bytes(x, "application/octet-stream", $"{id}.signpost-bundle")));
        api.MapPost("orders/{id:guid}/signatures", async (Guid id, IDeploymentService orders, HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            return (await orders.SignAsync(ActorFilter.Of(http), id, await reader.ReadToEndAsync(http.RequestAborted), http.RequestAborted)).ToResult();
        });
        api.MapPost("orders/{id:guid}/end", async (Guid id, EndRequest request, IDeploymentService orders, HttpContext http) =>
            (await orders.EndAsync(ActorFilter.Of(http), id, request.Reason, http.RequestAborted)).ToResult());
    }

    private static void MapAlerts(RouteGroupBuilder api)
    {
        api.MapGet("alerts", async (long? afterId, int? limit, IAlertService alerts, HttpContext http) =>
            (await alerts.ListAsync(ActorFilter.Of(http), afterId ?? 0, limit ?? 500, http.RequestAborted)).ToResult());
        api.MapGet("alerts/{id:long}", async (long id, IAlertService alerts, HttpContext http) =>
            (await alerts.GetAsync(ActorFilter.Of(http), id, http.RequestAborted)).ToResult());
        api.MapPost("alerts/{id:long}/decision", async (long id, DecisionRequest request, IAlertService alerts, HttpContext http) =>
            (await alerts.DecideAsync(ActorFilter.Of(http), id, request.Decision, request.Reason, request.Revision, http.RequestAborted)).ToResult());
    }

    private static async Task<IResult> BudgetAsync(Guid id, IWatchlistService lists, IDeploymentService orders, HttpContext http)
    {
        var actor = ActorFilter.Of(http);
        if (!(await lists.GetAsync(actor, id, http.RequestAborted)).Succeeded(out var list, out var problem)) return problem.ToResult();
        return orders.Certificate(actor).ToResult(x => TypedResults.Ok(WatchlistBudget.Of(x, list.Entries)));
    }

    private static async Task<IResult> AddEntryAsync(Guid id, IWatchlistService lists, HttpContext http)
    {
        if (!http.Request.HasFormContentType) return Problem.Invalid("api.form", "Send multipart/form-data with the photograph and its fields.").ToResult();
        IFormCollection form;
        try
        {
            // In memory as a whole: a photograph over the usual limit would be put into a temporary file.
            form = await http.Request.ReadFormAsync(
                new FormOptions { MemoryBufferThreshold = LargestForm, BufferBodyLengthLimit = LargestForm, MultipartBodyLengthLimit = LargestForm }, http.RequestAborted);
        }
        catch (InvalidDataException e)
        {
            return Problem.Invalid("api.form", $"The form cannot be read: {e.Message}").ToResult();
        }

        if (form.Files.GetFile("photo") is not { } photo) return Problem.Invalid("photo.missing", "A photograph is needed, in the field 'photo'.").ToResult();
        if (photo.Length > EntryRules.LargestPhoto)
            return new Problem(ProblemKind.TooLarge, "photo.too-large", $"At most {EntryRules.LargestPhoto >> 20} MiB are taken.").ToResult();
        if (!Entry(form).Succeeded(out var entry, out var wrong)) return wrong.ToResult();
        var bytes = new byte[photo.Length];
        await using (var stream = photo.OpenReadStream()) await stream.ReadExactlyAsync(bytes, http.RequestAborted);
        return (await lists.AddEntryAsync(ActorFilter.Of(http), id, entry, bytes, http.RequestAborted)).ToResult();
    }

    private static Outcome<NewEntry> Entry(IFormCollection form)
    {
        if (!ApiJson.TryName<Category>(form["category"], out var category)) return Problem.Invalid("entry.category", "The category is not on the closed list.");
        if (!ApiJson.TryName<LegalGround>(form["legalBasis"], out var basis)) return Problem.Invalid("entry.legal-basis", "The legal basis is not on the closed list.");
        if (!DateOnly.TryParseExact(form["imageDate"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var imageDate))
            return Problem.Invalid("entry.image-date", "The date of the picture is not a date (2026-11-22).");
        if (!DateTimeOffset.TryParse(form["expiresAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiresAt))
            return Problem.Invalid("entry.expires-at", "The expiry is not a time (2026-11-22T12:00:00Z).");
        return new NewEntry(form["displayName"].ToString(), category, form["reason"].ToString(), form["imageSource"].ToString(), imageDate, basis, expiresAt, form["under18Reason"] is [{ Length: > 0 } minor] ? minor : null,
            form["offence"] is [{ Length: > 0 } offence] ? offence : null);
    }

    /// <summary>A photograph and its fields; everything else stays below the listener's limit.</summary>
    private sealed class EntrySize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => LargestForm;
    }
}
