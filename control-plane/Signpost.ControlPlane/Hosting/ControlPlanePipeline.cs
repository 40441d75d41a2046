using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.AspNetCore;
using Signpost.ControlPlane.Api;
using Signpost.ControlPlane.Broker;
using Signpost.ControlPlane.Console.Hosting;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Units.Enrolment;

namespace Signpost.ControlPlane.Hosting;

/// <summary>What a request passes, and where it ends.</summary>
internal static class ControlPlanePipeline
{
    public static void Use(WebApplication app, bool embeddedBroker)
    {
        // Behind a proxy with TLS, which is on this machine: an address is a person's, not the proxy's.
        if (app.Services.GetRequiredService<StaffOptions>().Console.Scheme == Uri.UriSchemeHttps)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = 1 });
        app.UseWhen(http => ListenerGate.Of(http) == Listener.Console, console =>
        {
            console.UseConsoleHosts(app.Services.GetRequiredService<StaffOptions>().Console);
            console.UseConsoleHeaders();
        });
        app.UseWhen(http => http.Request.Path.StartsWithSegments(StaffApi.Path), api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
        app.UseRouting();
        app.UseListenerGate();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        StaffApi.Map(app);
        app.MapConsole();
        app.MapProvider();
        app.MapGrpcService<EnrolmentEndpoint>().WithMetadata(new OnListener(Listener.Enrolment));
        app.MapGrpcService<DesiredStateEndpoint>().WithMetadata(new OnListener(Listener.Units));
        app.MapGrpcService<BundlesEndpoint>().WithMetadata(new OnListener(Listener.Units));
        app.MapGrpcService<ReceiptsEndpoint>().WithMetadata(new OnListener(Listener.Units));
        app.MapGrpcService<HealthEndpoint>().WithMetadata(new OnListener(Listener.Units));
        if (embeddedBroker) app.UseMqttServer(app.Services.GetRequiredService<EmbeddedBroker>().Attach);
    }
}
