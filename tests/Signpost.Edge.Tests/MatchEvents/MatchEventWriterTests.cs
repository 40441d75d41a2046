using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Contracts.V1;
using Signpost.Edge.MatchEvents;
using Signpost.Edge.Tests.Support;
using Signpost.Trust;

namespace Signpost.Edge.Tests.MatchEvents;

public sealed class MatchEventWriterTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder = new();
    private readonly TestForce _force = new() { Entries = { ["p-1"] = [1, 0, 0, 0, 0, 0, 0, 0] } };
    private readonly ECDsa _signingKey = P256.CreateKey();
    private readonly Outbox _outbox;
    private readonly MatchEventWriter _writer;
    private readonly VerifiedOrder _order;

    public MatchEventWriterTests()
    {
        using var boot = BootKey.Create(TestForce.UnitId, _signingKey);
        _order = _force.Verify(_force.Desire(boot.Certificate, _signingKey.ExportSubjectPublicKeyInfo()));
        _outbox = Outbox.Open(_folder.File("outbox.db"), TimeProvider.System);
        _writer = new MatchEventWriter(TestForce.UnitId, _signingKey, _outbox, new OutboxOptions(), TimeProvider.System,
            NullLogger<MatchEventWriter>.Instance);
    }

    [Fact]
    public async Task Run_Finding_IsSealedForTheDeploymentStoredAndItsPictureOverwritten()
    {
        var finding = Finding();
        Assert.True(_writer.TryAccept(finding));
        _writer.Complete();
        await _writer.RunAsync(CancellationToken.None).WaitAsync(Limit);

        var stored = Assert.Single(_outbox.Read(0, 10));
        var envelope = MatchEnvelope.Read(stored.Payload).Value;
        Assert.Equal((_outbox.Epoch, 1ul, _order.OrderId), (envelope.Address.OutboxEpoch, envelope.Address.Sequence, envelope.Address.OrderId));
        var match = MatchOpener.Open(envelope, _force.Deployment, _signingKey.ExportSubjectPublicKeyInfo()).Value;
        Assert.Equal((finding.Reference, finding.Score, _order.Threshold), (match.Reference, match.Score, match.Threshold));
        Assert.DoesNotContain(finding.ProbeJpeg, value => value != 0);
    }

    [Fact]
    public async Task Disk_AfterStoring_HoldsNeitherPictureNorPseudonym()
    {
        var picture = Finding().ProbeJpeg;
        _writer.TryAccept(Finding());
        _writer.Complete();
        await _writer.RunAsync(CancellationToken.None).WaitAsync(Limit);
        foreach (var path in Directory.EnumerateFiles(_folder.Path))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(picture));
            Assert.Equal(-1, bytes.AsSpan().IndexOf("pseudonym-1"u8));
        }
    }

    [Fact]
    public async Task Run_DiskOccupiedForAWhile_StoresInOrderWhenItIsFree()
    {
        using var other = new SqliteConnection($"Data Source={_folder.File("outbox.db")};Pooling=false");
        other.Open();
        var held = other.BeginTransaction();
        for (var revision = 1u; revision <= 3; revision++) _writer.TryAccept(Finding(revision));
        var run = _writer.RunAsync(CancellationToken.None);
        Assert.Equal(0ul, _outbox.LastSequence);
        held.Rollback();
        held.Dispose();
        _writer.Complete();
        await run.WaitAsync(Limit);
        var revisions = _outbox.Read(0, 10)
            .Select(message => MatchOpener.Open(MatchEnvelope.Read(message.Payload).Value, _force.Deployment,
                _signingKey.ExportSubjectPublicKeyInfo()).Value.Revision);
        Assert.Equal(new[] { 1u, 2u, 3u }, revisions);
        Assert.Equal(0, _writer.Lost);
    }

    [Fact]
    public void TryAccept_MemoryFull_RefusesCountsAndOverwrites()
    {
        for (var i = 0; i < MatchEventWriter.Capacity; i++) Assert.True(_writer.TryAccept(Finding()));
        var tooMany = Finding();
        Assert.False(_writer.TryAccept(tooMany));
        Assert.Equal(1, _writer.Lost);
        Assert.DoesNotContain(tooMany.ProbeJpeg, value => value != 0);
    }

    [Fact]
    public async Task Run_IncompleteFinding_IsPassedOver()
    {
        _writer.TryAccept(Finding() with { Reference = string.Empty });
        _writer.TryAccept(Finding());
        _writer.Complete();
        await _writer.RunAsync(CancellationToken.None).WaitAsync(Limit);
        Assert.Equal(1ul, _outbox.LastSequence);
        Assert.Equal(1, _writer.Lost);
    }

    public void Dispose()
    {
        _outbox.Dispose();
        _signingKey.Dispose();
        _force.Dispose();
        _folder.Dispose();
    }

    private MatchFinding Finding(uint revision = 1) => new()
    {
        EventId = Guid.CreateVersion7(_force.Now),
        Revision = revision,
        Order = _order,
        BundleId = _force.BundleId,
        Reference = "pseudonym-1",
        Score = 0.7f,
        VisitStartedAt = _force.Now,
        CapturedAt = _force.Now,
        DecidedAt = _force.Now,
        Shots = [new Shot { CapturedAt = Timestamp.FromDateTimeOffset(_force.Now), Quality = 50, FaceWidth = 80, Score = 0.6f, Components = new ShotQuality() }],
        Face = new Box { X = 1, Y = 2, Width = 80, Height = 100 },
        FrameWidth = 1280,
        FrameHeight = 720,
        ProbeJpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xD9],
    };
}
