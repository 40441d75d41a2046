using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Factors;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Staff.SignIn;

namespace Signpost.ControlPlane.Console.Accounts;

/// <summary>The console's paths for signing in and out. Everything to be rate-limited lies under <see cref="SignInPath"/>.</summary>
internal static class SignInEndpoints
{
    public const string SignInPath = "/sign-in";
    public const string SecondFactorPath = SignInPath + "/second-factor";
    public const string SetUpPath = SignInPath + "/set-up";
    public const string AskPasskeyPath = SignInPath + "/ask-passkey";
    public const string NewPasskeyPath = SignInPath + "/new-passkey";
    public const string ProviderPath = SignInPath + "/provider";
    public const string ProviderDonePath = SignInPath + "/provider/done";
    public const string SignOutPath = "/sign-out";
    public const string NotPermittedPath = "/not-permitted";
    public const string NotFoundPath = "/not-found";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        // The parameter read from the form makes the antiforgery middleware check its token before this runs.
        endpoints.MapPost(SignOutPath, SignOutAsync);
        endpoints.MapPost(AskPasskeyPath, AskPasskeyAsync).DisableAntiforgery();
        endpoints.MapPost(NewPasskeyPath, NewPasskeyAsync).DisableAntiforgery();
    }

    /// <summary>Only a path on this server: anything else would make the sign-in page forward to a stranger's site.</summary>
    public static string LocalPath(string? next) =>
        // Browsers leave out tabs and line ends of an address, wherever they stand in it.
        next is ['/', .. var rest] && rest is not ['/' or '\\', ..] && !next.Any(char.IsControl) && !next.StartsWith(SignInPath, StringComparison.Ordinal) ? next : "/";

    private static async Task<IResult> SignOutAsync(HttpContext http, ISessionService sessions, [FromForm] string? from)
    {
        _ = from;
        if (StaffMember.From(http.User) is { } member) await sessions.SignOutAsync(member, http.RequestAborted);
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.LocalRedirect($"{SignInPath}?signed-out=yes");
    }

    // Of the account whose first factor was given; without one, of anybody.
    private static async Task<IResult> AskPasskeyAsync(HttpContext http, ISignInService signIn, bool second) =>
        Reply(await signIn.AskPasskeyAsync(second ? await ConsoleDoor.PendingAsync(http) : null, http.RequestAborted));

    private static async Task<IResult> NewPasskeyAsync(HttpContext http, IFactorService factors) =>
        await ConsoleDoor.PendingAsync(http) is { } pending
            ? Reply(await factors.BeginPasskeyAsync(FactorOwner.Of(pending, ConsoleDoor.Of(http)), http.RequestAborted))
            : Results.StatusCode(StatusCodes.Status401Unauthorized);

    private static IResult Reply(Outcome<PasskeyCeremony> outcome) => outcome.Succeeded(out var ceremony, out _)
        ? Results.Text(new JsonObject { ["id"] = ceremony.Id, ["options"] = JsonNode.Parse(ceremony.Options) }.ToJsonString(), "application/json")
        : Results.StatusCode(StatusCodes.Status401Unauthorized);
}
