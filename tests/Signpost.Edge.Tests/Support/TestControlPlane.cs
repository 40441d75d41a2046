using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Support;

/// <summary>The unit's side of a control plane over real TLS: it says what a test tells it to say, and remembers what it heard.</summary>
internal sealed class TestControlPlane : IAsyncDisposable
{
    private readonly TestPki _pki;
    private readonly WebApplication _app;

    public TestControlPlane(TestPki pki, TestBroker broker)
    {
        _pki = pki;
        Broker = broker;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listener => Secure(listener, ClientCertificateMode.NoCertificate));
            kestrel.Listen(IPAddress.Loopback, 0, listener => Secure(listener, ClientCertificateMode.RequireCertificate));
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        _app = builder.Build();
        _app.MapGrpcService<EnrolmentService>();
        _app.MapGrpcService<DesiredService>();
        _app.MapGrpcService<BundleService>();
        _app.MapGrpcService<HealthService>();
    }

    public TestBroker Broker { get; }

    public int EnrolmentPort { get; private set; }

    public int UnitsPort { get; private set; }

    public string Token { get; set; } = "good-token";

    public EnrolRequest? Enrolled { get; private set; }

    /// <summary>What happens to the answer of an enrolment.</summary>
    public Action<EnrolReply> SpoilEnrolment { get; set; } = _ => { };

    /// <summary>What a unit that watches is told, given its boot key.</summary>
    public Func<CertifiedBootKey, Desired> Desire { get; set; } = _ =>
        new Desired { Version = 1, ControlPlaneTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) };

    public Func<byte[]> Ciphertext { get; set; } = () => [];

    /// <summary>New states for units that watch already; the value is not used.</summary>
    public Channel<bool> Changed { get; } = Channel.CreateUnbounded<bool>();

    public ConcurrentQueue<HealthReport> Reports { get; } = new();

    public Channel<HealthReport> NewReports { get; } = Channel.CreateUnbounded<HealthReport>();

    public CommittedWatermark Committed { get; set; } = new();

    public async Task StartAsync()
    {
        await _app.StartAsync();
        var ports = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address =>
            new Uri(address).Port).ToArray();
        (EnrolmentPort, UnitsPort) = (ports[0], ports[1]);
    }

    /// <summary>Waits for a report of which something holds.</summary>
    public async Task<HealthReport> ReportAsync(Func<HealthReport, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            var report = await NewReports.Reader.ReadAsync(limit.Token);
            if (holds(report)) return report;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private void Secure(ListenOptions listener, ClientCertificateMode mode)
    {
        listener.Protocols = HttpProtocols.Http2;
        listener.UseHttps(https =>
        {
            https.ServerCertificate = _pki.Server;
            https.ClientCertificateMode = mode;
            https.CheckCertificateRevocation = false;
            https.ClientCertificateValidation = (certificate, _, _) =>
                PeerCertificates.UnitIdOf(certificate, _pki.Authority.Certificate, TimeProvider.System.GetUtcNow()).IsAccepted;
        });
    }

    private sealed class EnrolmentService(TestControlPlane plane) : Enrolment.EnrolmentBase
    {
        public override Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
        {
            if (request.ClaimToken != plane.Token)
                throw new RpcException(new Status(StatusCode.PermissionDenied, "the claim token is unknown or used"));
            Assert.True(EnrolmentProof.Verify(request.SigningPublicKey.Span, request.ClaimToken, request.IdentityCsr.Span,
                request.SigningProof.Span));
            plane.Enrolled = request;
            var reply = new EnrolReply
            {
                UnitId = TestForce.UnitId,
                Certificate = ByteString.CopyFrom(plane._pki.Authority.IssueUnitCertificate(request.IdentityCsr.Memory, TestForce.UnitId).Value),
                IssuingCa = ByteString.CopyFrom(plane._pki.Authority.Certificate.RawData),
                UnitsHost = "localhost",
                UnitsPort = (uint)plane.UnitsPort,
                BrokerHost = "localhost",
                BrokerPort = (uint)plane.Broker.Port,
            };
            plane.SpoilEnrolment(reply);
            return Task.FromResult(reply);
        }
    }

    private sealed class DesiredService(TestControlPlane plane) : DesiredState.DesiredStateBase
    {
        public override async Task Watch(WatchRequest request, IServerStreamWriter<Desired> responseStream, ServerCallContext context)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, plane._app.Lifetime.ApplicationStopping);
            try
            {
                do await responseStream.WriteAsync(plane.Desire(request.BootKey), stop.Token);
                while (await plane.Changed.Reader.ReadAsync(stop.Token));
            }
            catch (OperationCanceledException)
            {
                // The unit went, or the test is over.
            }
        }
    }

    private sealed class BundleService(TestControlPlane plane) : Bundles.BundlesBase
    {
        public override async Task Fetch(FetchRequest request, IServerStreamWriter<BundleChunk> responseStream, ServerCallContext context)
        {
            var bytes = plane.Ciphertext();
            for (var offset = (int)request.Offset; offset < bytes.Length; offset += 700)
            {
                await responseStream.WriteAsync(new BundleChunk
                {
                    Offset = (ulong)offset,
                    Data = ByteString.CopyFrom(bytes.AsSpan(offset,
                    Math.Min(700, bytes.Length - offset)))
                });
            }
        }
    }

    private sealed class HealthService(TestControlPlane plane) : Contracts.V1.Health.HealthBase
    {
        public override Task<HealthReply> Report(HealthReport request, ServerCallContext context)
        {
            plane.Reports.Enqueue(request);
            plane.NewReports.Writer.TryWrite(request);
            return Task.FromResult(new HealthReply
            {
                ControlPlaneTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
                Committed = plane.Committed
            });
        }
    }
}
