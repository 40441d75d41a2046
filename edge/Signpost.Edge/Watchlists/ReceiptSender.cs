using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Watchlists;

/// <summary>Hands deletion receipts to the control plane until it has them, in requests of one size. A revoked unit's are still taken.</summary>
public sealed class ReceiptSender(ReceiptBook book, Receipts.ReceiptsClient client, TimeProvider time, Random jitter, ILogger<ReceiptSender> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Signal _signal = new(time);

    /// <summary>Sends until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause, jitter);
        book.Changed += _signal.Set;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var done = await SendAsync(cancellationToken).ConfigureAwait(false);
                if (done) backoff.Reset();
                try
                {
                    if (done) await _signal.WaitAsync(LookEvery, cancellationToken).ConfigureAwait(false);
                    else await Task.Delay(backoff.Next(), time, cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    // Stopping.
                }
            }
        }
        finally
        {
            book.Changed -= _signal.Set;
        }
    }

    /// <summary>Sends what there is.</summary>
    /// <returns>Whether all of it was taken.</returns>
    public async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (path, receipt) in book.Pending())
            {
                var request = new HandRequest
                {
                    Receipt = UnsafeByteOperations.UnsafeWrap(receipt),
                    Padding = UnsafeByteOperations.UnsafeWrap(new byte[Math.Max(0, DeletionReceipts.PaddedLength - receipt.Length)]),
                };
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                deadline.CancelAfter(Deadline);
                await client.HandAsync(request, cancellationToken: deadline.Token).ConfigureAwait(false);
                book.Acknowledge(path);
            }

            return true;
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException or IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (!cancellationToken.IsCancellationRequested) Log.ReceiptNotTaken(logger, failure.Message);
            return false;
        }
    }
}
