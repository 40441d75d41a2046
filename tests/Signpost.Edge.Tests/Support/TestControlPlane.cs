using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Google.Protobuf;
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
    private int _confirmations;
    private int _watches;
    private int _refused;
    private byte[]? _issued;

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
            kestrel.Listen(IPAddress.Loopback, 0, listener => Secure(
                listener, ClientCertificateMode.AllowCertificate, shown => PeerCertificates.UnitIdOfAnyDate(shown, _pki.Authority.Certificate).IsAccepted));
            kestrel.Listen(IPAddress.Loopback, 0, listener => Secure(
                listener, ClientCertificateMode.RequireCertificate, shown => PeerCertificates.UnitIdOf(shown, _pki.Authority.Certificate, _pki.Time.GetUtcNow()).IsAccepted));
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        _app = builder.Build();
        _app.MapGrpcService<EnrolmentService>();
        _app.MapGrpcService<DesiredService>();
        _app.MapGrpcService<BundleService>();
        _app.MapGrpcService<HealthService>();
        _app.MapGrpcService<ReceiptService>();
    }

    public TestBroker Broker { get; }

    public int EnrolmentPort { get; private set; }

    public int UnitsPort { get; private set; }

    public string Token { get; set; } = "good-token";

    public EnrolRequest? Enrolled { get; private set; }

    /// <summary>What happens to the answer of an enrolment.</summary>
    public Action<EnrolReply> SpoilEnrolment { get; set; } = _ => { };

    /// <summary>What a unit that watches is told, given its boot key.</summary>
    public Func<CertifiedBootKey, Desired> Desire { get; set; } = _ => new Desired { Version = 1 };

    /// <summary>How often a unit is told that it waits for a person.</summary>
    public int Waits { get; set; }

    /// <summary>How often a unit asked to be enrolled.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether the unit is revoked.</summary>
    public bool IsRevoked { get; set; }

    /// <summary>Thumbprint of the certificate that counts, and of one that was renewed and not confirmed; null: whatever is of this authority.</summary>
    public string? Present { get; set; }

    public string? Next { get; private set; }

    /// <summary>Called with the name of a call after it took effect and before it is answered: an answer that never comes.</summary>
    public Action<string> BeforeAnswer { get; set; } = _ => { };

    /// <summary>What happens to a statement of the time.</summary>
    public Func<TimeStatement?, TimeStatement?> SpoilTime { get; set; } = statement => statement;

    /// <summary>Calls of Confirm.</summary>
    public int Confirmations => _confirmations;

    /// <summary>Calls that were refused.</summary>
    public int Refused => _refused;

    /// <summary>Calls of Watch.</summary>
    public int Watches => _watches;

    public Func<byte[]> Ciphertext { get; set; } = () => [];

    /// <summary>Whether nobody gets through to the bundles.</summary>
    public bool BlocksBundles { get; set; }

    /// <summary>Attempts to fetch a bundle.</summary>
    public Channel<bool> Fetches { get; } = Channel.CreateUnbounded<bool>();

    /// <summary>The way from one bundle to another; null: there is none.</summary>
    public Func<Guid, Guid, byte[]?> Delta { get; set; } = (_, _) => null;

    /// <summary>New states for units that watch already; the value is not used.</summary>
    public Channel<bool> Changed { get; } = Channel.CreateUnbounded<bool>();

    public ConcurrentQueue<HealthReport> Reports { get; } = new();

    public Channel<HealthReport> NewReports { get; } = Channel.CreateUnbounded<HealthReport>();

    /// <summary>Receipts that units handed over, as they came.</summary>
    public Channel<HandRequest> Receipts { get; } = Channel.CreateUnbounded<HandRequest>();

    /// <summary>Whether receipts are taken.</summary>
    public bool TakesReceipts { get; set; } = true;

    public CommittedWatermark Committed { get; set; } = new();

    /// <summary>Whoever enrols next is new.</summary>
    public void Forget() => (Enrolled, _issued) = (null, null);

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

    private TimeStatement? Tell(ReadOnlySpan<byte> nonce) => SpoilTime(_pki.Clock.Tell(TestForce.UnitId, nonce));

    // As the control plane's own identity check: revoked, superseded, or fine.
    private bool Require(ServerCallContext context)
    {
        var shown = context.GetHttpContext().Connection.ClientCertificate!.Thumbprint;
        var code = IsRevoked ? "unit.revoked" : Present is not null && shown != Present && shown != Next ? "unit.superseded" : null;
        if (code is not null) Interlocked.Increment(ref _refused);
        if (code is not null) throw new RpcException(new Status(StatusCode.PermissionDenied, code), new Metadata { { "signpost-code", code } });
        return shown == Next;
    }

    private void Secure(ListenOptions listener, ClientCertificateMode mode, Func<X509Certificate2, bool> believed)
    {
        listener.Protocols = HttpProtocols.Http2;
        listener.UseHttps(https =>
        {
            https.ServerCertificate = _pki.Server;
            https.ClientCertificateMode = mode;
            https.CheckCertificateRevocation = false;
            https.ClientCertificateValidation = (certificate, _, _) => believed(certificate);
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
            plane.Asked++;
            plane.Enrolled ??= request;
            if (!plane.Enrolled.IdentityCsr.Span.SequenceEqual(request.IdentityCsr.Span))
                throw new RpcException(new Status(StatusCode.Unauthenticated, "the claim token is unknown or used"));
            plane._issued ??= plane._pki.Authority.IssueUnitCertificate(request.IdentityCsr.Memory, TestForce.UnitId).Value;
            var reply = new EnrolReply
            {
                UnitId = TestForce.UnitId,
                Certificate = plane.Asked <= plane.Waits ? ByteString.Empty : ByteString.CopyFrom(plane._issued),
                IssuingCa = ByteString.CopyFrom(plane._pki.Authority.Certificate.RawData),
                UnitsHost = "localhost",
                UnitsPort = (uint)plane.UnitsPort,
                BrokerHost = "localhost",
                BrokerPort = (uint)plane.Broker.Port,
                EnrolmentPort = (uint)plane.EnrolmentPort,
                Time = plane.Tell(request.TimeNonce.Span),
            };
            plane.SpoilEnrolment(reply);
            plane.BeforeAnswer(nameof(Enrol));
            return Task.FromResult(reply);
        }

        public override Task<RenewReply> Renew(RenewRequest request, ServerCallContext context)
        {
            plane.Require(context);
            var der = plane._pki.Authority.IssueUnitCertificate(request.IdentityCsr.Memory, TestForce.UnitId).Value;
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            plane.Next = certificate.Thumbprint;
            plane.BeforeAnswer(nameof(Renew));
            return Task.FromResult(new RenewReply { Certificate = ByteString.CopyFrom(der), Time = plane.Tell(request.TimeNonce.Span) });
        }

        public override Task<ConfirmReply> Confirm(ConfirmRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref plane._confirmations);
            if (plane.Require(context)) (plane.Present, plane.Next) = (plane.Next, null);
            plane.BeforeAnswer(nameof(Confirm));
            return Task.FromResult(new ConfirmReply { Time = plane.Tell(request.TimeNonce.Span) });
        }
    }

    private sealed class DesiredService(TestControlPlane plane) : DesiredState.DesiredStateBase
    {
        public override async Task Watch(WatchRequest request, IServerStreamWriter<Desired> responseStream, ServerCallContext context)
        {
            Interlocked.Increment(ref plane._watches);
            plane.Require(context);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, plane._app.Lifetime.ApplicationStopping);
            try
            {
                var isFirst = true;
                do
                {
                    plane.Require(context);
                    var desired = plane.Desire(request.BootKey);
                    if (isFirst) desired.Time = plane.Tell(request.TimeNonce.Span);
                    isFirst = false;
                    await responseStream.WriteAsync(desired, stop.Token);
                }
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
            plane.Fetches.Writer.TryWrite(plane.BlocksBundles);
            if (plane.BlocksBundles) throw new RpcException(new Status(StatusCode.Unavailable, "blocked"));
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

        public override async Task FetchDelta(FetchDeltaRequest request, IServerStreamWriter<BundleChunk> responseStream, ServerCallContext context)
        {
            Assert.True(Contracts.WireId.TryRead(request.BaseBundleId, out var from) & Contracts.WireId.TryRead(request.BundleId, out var to));
            if (plane.Delta(from, to) is not { } bytes) throw new RpcException(new Status(StatusCode.NotFound, "none"));
            for (var offset = 0; offset < bytes.Length; offset += 700)
                await responseStream.WriteAsync(new BundleChunk { Offset = (ulong)offset, Data = ByteString.CopyFrom(bytes.AsSpan(offset, Math.Min(700, bytes.Length - offset))) });
        }
    }

    private sealed class ReceiptService(TestControlPlane plane) : Contracts.V1.Receipts.ReceiptsBase
    {
        public override Task<HandReply> Hand(HandRequest request, ServerCallContext context)
        {
            if (!plane.TakesReceipts) throw new RpcException(new Status(StatusCode.Unavailable, "not now"));
            plane.Receipts.Writer.TryWrite(request);
            return Task.FromResult(new HandReply());
        }
    }

    private sealed class HealthService(TestControlPlane plane) : Contracts.V1.Health.HealthBase
    {
        public override Task<HealthReply> Report(HealthReport request, ServerCallContext context)
        {
            plane.Require(context);
            plane.Reports.Enqueue(request);
            plane.NewReports.Writer.TryWrite(request);
            var nonce = new byte[TimeSigner.NonceLength];
            BinaryPrimitives.WriteUInt64BigEndian(nonce, request.TimeNonceHigh);
            BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(8), request.TimeNonceLow);
            return Task.FromResult(new HealthReply { Time = plane.Tell(nonce), Committed = plane.Committed });
        }
    }
}
