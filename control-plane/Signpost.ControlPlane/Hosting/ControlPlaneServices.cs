using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.AspNetCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Alerts.Ingest;
using Signpost.ControlPlane.Api;
using Signpost.ControlPlane.Broker;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Staff.SignIn;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Units.Enrolment;
using Signpost.ControlPlane.Watchlists;
using Signpost.ControlPlane.Watchlists.Lint;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>The table of contents: every feature and what it is made of.</summary>
internal static class ControlPlaneServices
{
    /// <summary>Sign-in attempts a minute from one address; a locked account is the account's own defence.</summary>
    private const int SignInsPerMinute = 60;

    public static void AddStorage(this IServiceCollection services, IStorageProvider provider, string connectionString)
    {
        services.AddSingleton(provider);
        services.AddDbContextFactory<ControlPlaneDb>(options => provider.Configure(options, connectionString));
        services.AddSingleton<Transactions>();
        services.AddSingleton<DataKeys>();
    }

    public static void AddFeatures(this IServiceCollection services, DeploymentOptions deployments, StaffOptions staff)
    {
        services.AddSingleton(deployments);
        services.AddStaff(staff);
        services.AddSingleton<IRecordService, RecordService>();

        services.AddSingleton<UnitFeed>();
        services.AddSingleton<IUnitFeed>(x => x.GetRequiredService<UnitFeed>());
        services.AddSingleton<UnitSignals>();
        services.AddSingleton<UnitStandings>();
        services.AddSingleton<UnitIdentity>();
        services.AddSingleton<HealthBoard>();
        services.AddSingleton<ScoreReports>();
        services.AddSingleton<IScoreReports>(x => x.GetRequiredService<ScoreReports>());
        services.AddSingleton<IUnitService, UnitService>();
        services.AddSingleton<Enroller>();
        services.AddSingleton<IEnrolmentQueue, EnrolmentQueue>();
        services.AddSingleton<Renewer>();

        services.AddSingleton<IEntryWithdrawals, EntryWithdrawals>();
        services.AddSingleton<EntrySuspensions>();
        services.AddSingleton(new LintOptions());
        services.AddSingleton<WatchlistLint>();
        services.AddSingleton<WatchlistDeletion>();
        services.AddSingleton<IWatchlistService, WatchlistService>();
        services.AddSingleton<Drafter>();
        services.AddSingleton<OrderReplacement>();
        services.AddSingleton<Authoriser>();
        services.AddSingleton<IDeploymentService, DeploymentService>();
        services.AddSingleton<IRosterService, RosterService>();
        services.AddSingleton<ListDeliveries>();
        services.AddSingleton<IDesiredStates, DesiredStates>();

        services.AddSingleton<AlertFeed>();
        services.AddSingleton<IAlertFeed>(x => x.GetRequiredService<AlertFeed>());
        services.AddSingleton<IAlertService, AlertService>();
        services.AddSingleton<MatchIngest>();
        services.AddSingleton<IWatermarks, Watermarks>();
    }

    public static void AddPack(this IServiceCollection services, ModelPack pack, Result<PackCertificate> certificate)
    {
        services.AddSingleton(pack);
        services.AddSingleton(new PackCertification(certificate));
        services.AddSingleton<IPhotographGate, PhotographGate>();
    }

    public static void AddUnitDoors(this IServiceCollection services, ControlPlaneSettings settings, IssuingAuthority authority)
    {
        services.AddSingleton(authority);
        services.AddSingleton(_ => authority.CreateOrLoadTimeSigner());
        services.AddSingleton(new EnrolmentOptions(
            settings.AdvertisedHost, settings.UnitsPort, settings.EnrolmentPort, settings.BrokerHost, settings.BrokerPort, AllowSimulatedBoards: settings.Demonstration));
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = 64 * 1024;
            grpc.EnableDetailedErrors = false;
        });
        services.AddSingleton(new BrokerOptions(settings.EmbeddedBroker, settings.BrokerHost, settings.BrokerPort));
        services.AddSingleton(x => new ControlPlaneCertificate(authority, settings.PkiDirectory));
        services.AddSingleton<IngestClient>();
        if (settings.EmbeddedBroker)
        {
            services.AddSingleton<EmbeddedBroker>();
            services.AddHostedMqttServer(server => server.WithoutDefaultEndpoint().WithPersistentSessions().WithMaxPendingMessagesPerClient(1000));
            services.AddMqttConnectionHandler();
            services.AddConnections();
        }

        services.AddHostedService(x => x.GetRequiredService<IngestClient>());
        services.AddSingleton(x => ActivatorUtilities.CreateInstance<Revocations>(x, Path.Combine(settings.PkiDirectory, Revocations.File)));
        services.AddHostedService(x => x.GetRequiredService<Revocations>());
        services.AddHostedService<HealthWriter>();
        services.AddHostedService<ExpiryWatcher>();
    }

    /// <summary>Cookie for the console, bearer token for the API; both are looked up in the accounts at every request.</summary>
    public static void AddSignIn(this IServiceCollection services, string keysDirectory, ProviderOptions provider)
    {
        services.AddDataProtection().SetApplicationName("signpost").PersistKeysToFileSystem(new DirectoryInfo(keysDirectory));
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie => cookie.Events.OnValidatePrincipal = ValidateAsync)
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookie => Short(cookie, "signpost-first", SameSiteMode.Strict))
            .AddCookie(IdentityConstants.ExternalScheme, cookie => Short(cookie, "signpost-provider", SameSiteMode.Lax))
            .AddBearerToken(IdentityConstants.BearerScheme, token => token.BearerTokenExpiration = StaffApi.Lifetime);
        services.AddSingleton(provider);
        if (provider.Authority is not null) authentication.AddProvider(provider);
        services.AddAuthorization(options => options.AddPolicy(
            StaffApi.Policy, new AuthorizationPolicyBuilder(IdentityConstants.BearerScheme).RequireAuthenticatedUser().Build()));
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (rejected, _) =>
            {
                var problem = TypedResults.Problem(
                    "Too many sign-ins from this address; try again in a minute.", statusCode: StatusCodes.Status429TooManyRequests, title: "staff.too-many-sign-ins",
                    extensions: new Dictionary<string, object?> { ["code"] = "staff.too-many-sign-ins" });
                await problem.ExecuteAsync(rejected.HttpContext);
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsSignIn(http.Request)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    http.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter("other"));
        });
    }

    private static bool IsSignIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && (request.Path.StartsWithSegments(StaffApi.SignInPath) || request.Path.StartsWithSegments("/sign-in"));

    private static void Short(CookieAuthenticationOptions cookie, string name, SameSiteMode sameSite)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = sameSite;
        cookie.ExpireTimeSpan = SignInService.Pending;
        cookie.SlidingExpiration = false;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<ISessionService>();
        if (context.Principal is null || await sessions.CurrentAsync(context.Principal, context.HttpContext.RequestAborted) is null) context.RejectPrincipal();
    }
}
