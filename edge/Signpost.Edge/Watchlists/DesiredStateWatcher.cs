using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;

namespace Signpost.Edge.Watchlists;

/// <summary>
/// Stays on the control plane's line for what it desires, and hands every state to the loader. Lost lines come back by themselves; what is in force
/// stays in force meanwhile, and ends by its own times.
/// </summary>
public sealed class DesiredStateWatcher(
    DesiredState.DesiredStateClient client, CertifiedBootKey bootKey, Func<CancellationToken, Task<Standing>> stand, DeploymentLoader loader, SignedClock clock, string line, Action<RpcException> failed, TimeProvider time,
    Random jitter, ILogger<DesiredStateWatcher> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>For how long a line is kept on which no camera was named: the next one may name it.</summary>
    private static readonly TimeSpan WithoutCamera = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _again;

    /// <summary>Gives up the present line for a new one, on which the control plane says everything again, keys as well.</summary>
    public void AskAgain()
    {
        try
        {
            lock (_lock) _again?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // That line has just ended by itself.
        }
    }

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause, jitter);
        while (!cancellationToken.IsCancellationRequested)
        {
            await WatchAsync(backoff, cancellationToken).ConfigureAwait(false);
            await Task.Delay(backoff.Next(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(Backoff backoff, CancellationToken cancellationToken)
    {
        try
        {
            var standing = await stand(cancellationToken).ConfigureAwait(false);
            using var again = new CancellationTokenSource(standing.Cameras.Count == 0 ? WithoutCamera : Timeout.InfiniteTimeSpan, time);
            lock (_lock) _again = again;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, again.Token);
            var (question, isTimed) = (clock.Ask(), false);
            using var call = client.Watch(
                new WatchRequest { BootKey = bootKey, Standing = standing, TimeNonce = question.ToByteString() }, cancellationToken: either.Token);
            await foreach (var desired in call.ResponseStream.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                // Before the order: what it is held against is the time.
                isTimed |= clock.Hear(question, desired.Time, line);
                if (!isTimed)
                {
                    // By the unit's own clock an order that is over might be taken, and one that runs refused; and who cannot say the time is no contact. Asked again.
                    Log.TimeUnknown(logger);
                    return;
                }

                // A refusal is not tried again: the same bytes would be refused again. The control plane sends a new state when it has one.
                await loader.TakeAsync(desired, cancellationToken).ConfigureAwait(false);
                backoff.Reset();
            }

            Log.StreamEnded(logger);
        }
        catch (OperationCanceledException)
        {
            // Stopping, or to be asked again.
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            // gRPC's way of saying so.
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Cancelled)
        {
            // To be asked again.
        }
        catch (RpcException failure)
        {
            Log.ControlPlaneUnreachable(logger, failure.StatusCode, failure.Status.Detail);
            failed(failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            // The disk is full, or the control plane sent something that cannot be read: asked again after the pause.
            Log.StateNotLoaded(logger, failure.GetType().Name, failure.Message);
        }
        finally
        {
            lock (_lock) _again = null;
        }
    }
}
