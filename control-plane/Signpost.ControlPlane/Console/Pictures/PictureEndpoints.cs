using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Console.Pictures;

/// <summary>Faces reach a browser only here: for a signed-in person whom the service lets see them, and never into a cache.</summary>
internal static class PictureEndpoints
{
    public static string Entry(Guid entryId) => $"/pictures/entries/{entryId}";

    public static string Probe(long alertId, long revision) => $"/pictures/alerts/{alertId}/probe?revision={revision}";

    public static string Reference(long alertId) => $"/pictures/alerts/{alertId}/reference";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pictures = endpoints.MapGroup("/pictures").RequireAuthorization();
        pictures.MapGet("entries/{id:guid}", (HttpContext http, IWatchlistService lists, Guid id) =>
            SendAsync(http, staff => lists.PictureAsync(staff, id, http.RequestAborted)));
        pictures.MapGet("alerts/{id:long}/probe", (HttpContext http, IAlertService alerts, long id) =>
            SendAsync(http, staff => alerts.ProbeAsync(staff, id, http.RequestAborted)));
        pictures.MapGet("alerts/{id:long}/reference", (HttpContext http, IAlertService alerts, long id) =>
            SendAsync(http, staff => alerts.ReferenceAsync(staff, id, http.RequestAborted)));
    }

    private static async Task<IResult> SendAsync(HttpContext http, Func<StaffMember, Task<Outcome<Picture>>> read)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (StaffMember.From(http.User) is not { } staff) return Results.Unauthorized();
        var outcome = await read(staff);
        if (outcome.Succeeded(out var picture, out var problem)) return Results.Bytes(picture.Bytes, picture.ContentType);
        return problem.Kind == ProblemKind.Forbidden ? Results.StatusCode(StatusCodes.Status403Forbidden) : Results.NotFound();
    }
}
