using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Signpost.ControlPlane.Console.Accounts;
using Signpost.ControlPlane.Console.Pictures;
using Signpost.ControlPlane.Console.Sessions;

namespace Signpost.ControlPlane.Console.Hosting;

/// <summary>The staff console: Blazor, interactive server, on the console listener.</summary>
public static class ConsoleHosting
{
    /// <summary>Uploads reach the server through the circuit in pieces; nothing bigger than this is ever sent at once.</summary>
    private const long LargestMessage = 128 * 1024;

    /// <summary>Registers the console. Needs the staff, watchlist, deployment, alert and unit services, and cookie authentication under Identity's application scheme.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services, ConsoleOptions options)
    {
        services.AddSingleton(options);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<HubOptions>(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddMudServices();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, StaffStateProvider>();
        services.AddScoped<Session>();
        services.AddScoped<BrowserClock>();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.LoginPath = SignInEndpoints.SignInPath;
            cookie.AccessDeniedPath = SignInEndpoints.NotPermittedPath;
            cookie.ReturnUrlParameter = "next";
            cookie.Cookie.Name = "signpost";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = ConsoleDoor.Lifetime;
            cookie.SlidingExpiration = false;
        });
        services.AddAntiforgery(form => form.Cookie.Name = "signpost-form");
        return services;
    }

    /// <summary>Adds the console's security headers and its page for addresses that do not exist. Before routing and static files, on the console listener's branch only.</summary>
    public static IApplicationBuilder UseConsoleHeaders(this IApplicationBuilder app)
    {
        app.UseSecurityHeaders(ContentSecurity.Headers());
        return app.UseWhen(IsPage, pages => pages.UseStatusCodePagesWithReExecute(SignInEndpoints.NotFoundPath, createScopeForStatusCodePages: true));
    }

    /// <summary>Maps pages, pictures, sign-in and sign-out. <c>UseAuthentication</c>, <c>UseAuthorization</c> and <c>UseAntiforgery</c> run before.</summary>
    public static void MapConsole(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStaticAssets();
        endpoints.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
        SignInEndpoints.Map(endpoints);
        PictureEndpoints.Map(endpoints);
    }

    // Programs that ask for data or pictures get the bare status.
    private static bool IsPage(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
