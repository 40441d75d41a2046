using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Units;

/// <summary>Stores the health board every few seconds and once more at the end.</summary>
internal sealed class HealthWriter(HealthBoard board, TimeProvider time, ILogger<HealthWriter> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await StoreAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            await StoreAsync(CancellationToken.None);
        }
    }

    private async Task StoreAsync(CancellationToken cancel)
    {
        try
        {
            await board.StoreAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.HealthNotStored(e);
        }
    }
}
