using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;

namespace Signpost.Edge.Health;

/// <summary>What the reporter asks and tells.</summary>
public interface IHealthSubject
{
    /// <summary>The unit's figures of this instant.</summary>
    HealthFigures Observe();

    /// <summary>The outbox's watermark, as it is before the request goes out.</summary>
    ulong Watermark { get; }

    /// <summary>The control plane answered.</summary>
    /// <param name="reply">Its answer.</param>
    /// <param name="told">The figures that it now has.</param>
    /// <param name="watermarkWhenAsked">The watermark from before the request.</param>
    /// <param name="question">The question for the time that the request asked.</param>
    void Heard(HealthReply reply, HealthFigures told, ulong watermarkWhenAsked, TimeQuestion question);

    /// <summary>The control plane did not take a report.</summary>
    void Failed(RpcException failure);

    /// <summary>A question for the time.</summary>
    TimeQuestion AskTime();
}

/// <summary>Tells the control plane how the unit is, at a fixed interval, in reports of one fixed size.</summary>
public sealed class HealthReporter(
    Contracts.V1.Health.HealthClient client, IHealthSubject subject, TimeSpan interval, TimeProvider time, ILogger<HealthReporter> logger)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private readonly FrameRate _rate = new(time);
    private bool _reachable = true;

    /// <summary>Reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // By a beat, not by pauses: a report that takes longer on a busy street would be one less in an hour, for everybody to count.
        using var beat = new PeriodicTimer(interval, time);
        try
        {
            do await ReportAsync(cancellationToken).ConfigureAwait(false);
            while (await beat.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping is ordinary.
        }
    }

    /// <summary>Sends one report.</summary>
    /// <returns>Whether it was answered.</returns>
    public async Task<bool> ReportAsync(CancellationToken cancellationToken)
    {
        var figures = subject.Observe();
        var question = subject.AskTime();
        var report = HealthReports.Compose(figures, _rate.Next(figures.Frames), time.GetUtcNow(), question.Nonce.Span);
        var watermark = subject.Watermark;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            var reply = await client.ReportAsync(report, cancellationToken: deadline.Token).ConfigureAwait(false);
            subject.Heard(reply, figures, watermark, question);
            if (!_reachable) Log.Reported(logger);
            return _reachable = true;
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            if (_reachable && !cancellationToken.IsCancellationRequested) Log.NotReported(logger, failure.Message);
            if (failure is RpcException refused && !cancellationToken.IsCancellationRequested) subject.Failed(refused);
            return _reachable = false;
        }
    }
}
