using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Signpost.ControlPlane.Hosting;

/// <summary>The doors. What is mapped for one is not found at another.</summary>
internal enum Listener
{
    /// <summary>Pages and staff API; loopback.</summary>
    Console,

    /// <summary>gRPC for enrolled units; mutual TLS.</summary>
    Units,

    /// <summary>gRPC for units that enrol; TLS without a client certificate.</summary>
    Enrolment,
}

/// <summary>On an endpoint: the one listener that serves it. Without it: the console's.</summary>
internal sealed record OnListener(Listener Listener);

internal static class ListenerGate
{
    /// <summary>Marks every connection with its listener; it stands in the request's features and cannot be forged by a header.</summary>
    public static void Mark(this ListenOptions options, Listener listener) => options.Use(next => connection =>
    {
        connection.Features.Set(new OnListener(listener));
        return next(connection);
    });

    public static Listener? Of(HttpContext http) => http.Features.Get<OnListener>()?.Listener;

    /// <summary>After routing: an endpoint of another listener does not exist here.</summary>
    public static void UseListenerGate(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var endpoint = http.GetEndpoint();
        var wanted = endpoint?.Metadata.GetMetadata<OnListener>()?.Listener ?? Listener.Console;
        if (Of(http) == wanted) return next(http);
        http.SetEndpoint(null);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>
    /// The console answers only to the names of this machine and to its configured origin: a page elsewhere whose name is made to point here (DNS rebinding) gets nothing.
    /// </summary>
    public static void UseConsoleHosts(this IApplicationBuilder app, Uri origin) => app.Use((http, next) =>
    {
        if (http.Request.Host.Value == origin.Authority)
        {
            // Before the console stands a proxy with TLS: cookies are for TLS alone.
            http.Request.Scheme = origin.Scheme;
            return next(http);
        }

        if (http.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]") return next(http);
        http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    });
}
