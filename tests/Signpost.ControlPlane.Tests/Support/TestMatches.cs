using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts.Ingest;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A unit's outbox under an authorised order: makes the messages that a real unit would send.</summary>
internal sealed class TestOutbox(TestUnit unit, DeploymentOrder order, byte[] orderDigest, Guid bundleId, string reference, DateTimeOffset now)
{
    private static readonly byte[] ProbeBytes = MakeProbe();

    public Guid Epoch { get; init; } = Guid.NewGuid();

    public string UnitId => unit.Id;

    public static byte[] Probe => ProbeBytes;

    /// <summary>An event as it should be.</summary>
    public MatchEvent Event(Guid eventId, uint revision = 1, float score = 0.7f)
    {
        var captured = now.AddMilliseconds(revision * 100);
        var match = new MatchEvent
        {
            FormatVersion = 1,
            EventId = WireId.From(eventId),
            Revision = revision,
            UnitId = unit.Id,
            OrderDigest = ByteString.CopyFrom(orderDigest),
            BundleId = WireId.From(bundleId),
            PackDigest = order.PackDigest,
            Reference = reference,
            Score = score,
            Threshold = order.Threshold,
            VisitStartedAt = now.AddSeconds(-1).ToTimestamp(),
            CapturedAt = captured.ToTimestamp(),
            DecidedAt = captured.AddMilliseconds(20).ToTimestamp(),
            Face = new Box { X = 10, Y = 20, Width = 80, Height = 100 },
            FrameWidth = 1280,
            FrameHeight = 720,
            ProbeJpeg = ByteString.CopyFrom(Probe),
        };
        match.Shots.Add(new Shot { CapturedAt = captured.ToTimestamp(), Quality = 55, FaceWidth = 80, Score = 0.68f, Components = new ShotQuality { Sharpness = 71, Yaw = 92 } });
        return match;
    }

    public IncomingMatch Message(ulong sequence, MatchEvent match, ECDsa? signer = null, Guid? orderId = null)
    {
        WireId.TryRead(order.OrderId, out var id);
        var address = new MatchAddress(unit.Id, Epoch, sequence, orderId ?? id);
        return new IncomingMatch(unit.Id, MatchSealer.Seal(match, address, order.DeploymentPublicKey.Span, signer ?? unit.SigningKey));
    }

    public IncomingMatch Message(ulong sequence, Guid eventId, uint revision = 1) => Message(sequence, Event(eventId, revision));

    /// <summary>The same unit after it lost its outbox.</summary>
    public TestOutbox WithNewEpoch() => new(unit, order, orderDigest, bundleId, reference, now);

    private static byte[] MakeProbe()
    {
        const int side = 96;
        var pixels = new byte[side * side * BgrImage.Channels];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i * 31 % 251);
        return FaceCrop.EncodeJpeg(new BgrImage(pixels, side, side, side * BgrImage.Channels), new FaceBox(20, 20, 50, 50, 1), 0.3f, 96, 80);
    }
}

internal static class TestOutboxes
{
    /// <summary>A unit that serves a newly authorised order.</summary>
    public static async Task<TestOutbox> ServingUnitAsync(this TestPlane plane)
    {
        var unit = await plane.EnrolAsync();
        var (list, entry) = await plane.WatchlistAsync();
        var drafted = Assertions(await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id)));
        await plane.AuthoriseAsync(drafted.Id);
        return await plane.OutboxAsync(unit, drafted.Id, entry.Reference);
    }

    public static async Task<TestOutbox> OutboxAsync(this TestPlane plane, TestUnit unit, Guid deployment, string reference)
    {
        await using var db = await plane.DbAsync();
        var row = db.Deployments.Single(x => x.Id == deployment);
        return new TestOutbox(unit, DeploymentOrder.Parser.ParseFrom(row.OrderBytes), row.OrderDigest, row.BundleId, reference, plane.Now);
    }

    private static T Assertions<T>(ControlPlane.Outcomes.Outcome<T> outcome) => outcome.Ok();
}
