using System.Security.Cryptography;
using System.Threading.Channels;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.MatchEvents;

/// <summary>
/// Takes findings from the frame path, seals them and puts them into the outbox, on a thread of its own.
/// </summary>
/// <remarks>
/// A finding that <see cref="TryAccept"/> took is in memory only, at most <see cref="Capacity"/> of them, until the outbox has it: it dies with the
/// process. While the disk is full or failing it is tried again every <see cref="RetryPause"/>; what comes when the memory is full too is refused
/// and counted as lost.
/// </remarks>
public sealed class MatchEventWriter(
    string unitId, ECDsa signingKey, Outbox outbox, OutboxOptions options, TimeProvider time, ILogger<MatchEventWriter> logger) : IMatchSink
{
    /// <summary>Findings that may wait in memory.</summary>
    public const int Capacity = 64;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleanInterval = TimeSpan.FromMinutes(10);

    private readonly Channel<MatchFinding> _waiting = Channel.CreateBounded<MatchFinding>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private long _lost;

    /// <summary>Findings that were lost because neither disk nor memory could take them.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <inheritdoc/>
    public bool TryAccept(MatchFinding finding)
    {
        if (_waiting.Writer.TryWrite(finding)) return true;
        Lose(finding);
        return false;
    }

    /// <summary>No more findings will come; <see cref="RunAsync"/> ends once those that wait are stored.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Stores findings until <see cref="Complete"/>, or until cancelled; then what still waits is lost.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var cleaned = time.GetTimestamp();
        outbox.DeleteCommitted(options.KeepCommitted);
        try
        {
            await foreach (var finding in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await StoreAsync(finding, cancellationToken).ConfigureAwait(false);
                if (time.GetElapsedTime(cleaned) < CleanInterval) continue;
                outbox.DeleteCommitted(options.KeepCommitted);
                cleaned = time.GetTimestamp();
            }
        }
        catch (OperationCanceledException)
        {
            while (_waiting.Reader.TryRead(out var finding)) Lose(finding);
        }
    }

    private async Task StoreAsync(MatchFinding finding, CancellationToken cancellationToken)
    {
        var message = Wire(finding);
        if (MatchRules.Check(Addressed(message)) is { Count: > 0 } broken)
        {
            Log.EventIncomplete(logger, string.Join("; ", broken));
            Lose(finding);
            return;
        }

        try
        {
            while (outbox.TryAppend(position => Seal(message, finding.Order, position)) != AppendOutcome.Stored)
            {
                Log.EventNotStored(logger, _waiting.Reader.Count + 1);
                await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(false);
            }

            Log.EventStored(logger, outbox.LastSequence, finding.Revision);
        }
        catch (OperationCanceledException)
        {
            Lose(finding);
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(finding.ProbeJpeg);
        }
    }

    private byte[] Seal(MatchEvent message, VerifiedOrder order, OutboxPosition position) =>
        MatchSealer.Seal(
            message, new MatchAddress(unitId, position.Epoch, position.Sequence, order.OrderId), order.DeploymentPublicKey.Span, signingKey);

    private void Lose(MatchFinding finding)
    {
        Interlocked.Increment(ref _lost);
        CryptographicOperations.ZeroMemory(finding.ProbeJpeg);
        Log.EventLost(logger);
    }

    private static MatchEvent Wire(MatchFinding finding) => new()
    {
        EventId = WireId.From(finding.EventId),
        Revision = finding.Revision,
        OrderDigest = ByteString.CopyFrom(finding.Order.Digest.Span),
        BundleId = WireId.From(finding.BundleId),
        PackDigest = ByteString.CopyFrom(finding.Order.PackDigest.Span),
        Reference = finding.Reference,
        Score = finding.Score,
        Threshold = finding.Order.Threshold,
        VisitStartedAt = Timestamp.FromDateTimeOffset(finding.VisitStartedAt),
        CapturedAt = Timestamp.FromDateTimeOffset(finding.CapturedAt),
        DecidedAt = Timestamp.FromDateTimeOffset(finding.DecidedAt),
        Shots = { finding.Shots },
        Face = finding.Face,
        FrameWidth = (uint)finding.FrameWidth,
        FrameHeight = (uint)finding.FrameHeight,
        // Not a copy: what is overwritten after sealing is the only picture there was.
        ProbeJpeg = UnsafeByteOperations.UnsafeWrap(finding.ProbeJpeg),
    };

    // Unit, epoch and sequence come with the position; any will do for the check.
    private MatchEvent Addressed(MatchEvent message)
    {
        var complete = message.Clone();
        (complete.FormatVersion, complete.UnitId, complete.OutboxEpoch, complete.Sequence) = (1, unitId, WireId.From(outbox.Epoch), 1);
        return complete;
    }
}
