using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units;

/// <summary>Tells a unit what it should be doing: at once, and on every change.</summary>
internal sealed class DesiredStateEndpoint(
    UnitIdentity identity, UnitStandings standings, IDesiredStates states, UnitSignals signals, HealthBoard board, IHostApplicationLifetime life, TimeSigner clock, TimeProvider time, ILogger<DesiredStateEndpoint> log)
    : DesiredState.DesiredStateBase
{
    /// <summary>Changes made by other replicas are found by looking.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    public override async Task Watch(WatchRequest request, IServerStreamWriter<Desired> responseStream, ServerCallContext context)
    {
        var unit = await identity.RequireAsync(context);
        if (!VerifiedBootKey.Verify(request.BootKey, unit.Id, unit.SigningPublicKey).TryGet(out var bootKey, out var refusal))
        {
            log.Refused(unit.Id, refusal.Detail);
            throw new RpcException(new Status(StatusCode.InvalidArgument, refusal.Detail));
        }

        await standings.TakeAsync(unit.Id, request.Standing, context.CancellationToken);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, life.ApplicationStopping);
        using var stream = board.Stream(unit.Id);
        log.Watching(unit.Id);
        try
        {
            await FollowAsync(bootKey, request, responseStream, context, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The unit went away, or this process is stopping: both are the ordinary end of a stream.
        }
        finally
        {
            log.WatchEnded(unit.Id);
        }
    }

    private async Task FollowAsync(VerifiedBootKey bootKey, WatchRequest request, IServerStreamWriter<Desired> stream, ServerCallContext context, CancellationToken cancel)
    {
        long? sent = null;
        while (true)
        {
            // Taken before the look, so that a change between the look and the wait is not missed.
            var change = signals.NextChange(bootKey.UnitId);
            await identity.RequireAsync(context);
            if (await states.ReadAsync(bootKey, sent, cancel) is { } desired)
            {
                if (sent is null) desired.Time = clock.Tell(bootKey.UnitId, request.TimeNonce.Span);
                await stream.WriteAsync(desired, cancel);
                sent = (long)desired.Version;
                log.DesiredSent(sent.Value, bootKey.UnitId);
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(change, Task.Delay(LookEvery, time, waiting.Token));
            await waiting.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }
}
