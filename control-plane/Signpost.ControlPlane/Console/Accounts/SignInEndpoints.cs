using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Accounts;

/// <summary>The console's paths for signing in and out.</summary>
internal static class SignInEndpoints
{
    public const string SignInPath = "/sign-in";
    public const string SignOutPath = "/sign-out";
    public const string NotPermittedPath = "/not-permitted";
    public const string NotFoundPath = "/not-found";

    // The parameter read from the form makes the antiforgery middleware check its token before this runs.
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost(SignOutPath, SignOutAsync);

    /// <summary>Only a path on this server: anything else would make the sign-in page forward to a stranger's site.</summary>
    public static string LocalPath(string? next) =>
        next is ['/', .. var rest] && rest is not ['/' or '\\', ..] && !next.StartsWith(SignInPath, StringComparison.Ordinal) ? next : "/";

    private static async Task<IResult> SignOutAsync(HttpContext http, IStaffService staff, [FromForm] string? from)
    {
        _ = from;
        if (StaffMember.From(http.User) is { } member) await staff.SignOutAsync(member, http.RequestAborted);
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.LocalRedirect($"{SignInPath}?signed-out=yes");
    }
}
