using Microsoft.Extensions.Logging;

namespace Signpost.Edge.Interlocks;

/// <summary>What the interlocks act on.</summary>
public interface IInterlocked
{
    /// <summary>Whether frames are looked at.</summary>
    bool IsRecognising { get; }

    /// <summary>Looks at the world. Quick, no network.</summary>
    Observations Observe();

    /// <summary>Switches the beacon.</summary>
    void LightBeacon(bool lit);

    /// <summary>Opens the camera and begins.</summary>
    ValueTask StartAsync();

    /// <summary>Ends inference, closes the camera and overwrites what it left; when it returns, that is done.</summary>
    ValueTask StopAsync();

    /// <summary>Overwrites keys and references whose authority is over. Called again as long as it is.</summary>
    void Purge();
}

/// <summary>Carries out what <see cref="Interlock"/> decides: at every <see cref="Wake"/>, and four times a second in any case.</summary>
public sealed class InterlockRunner(IInterlocked unit, InterlockOptions options, TimeProvider time, ILogger<InterlockRunner> logger)
{
    /// <summary>Longest time between two looks at the conditions.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Signal _wake = new(time);
    private InterlockDecision _last;

    /// <summary>The last decision that was carried out; what health reports tell.</summary>
    public InterlockDecision Current { get; private set; }

    /// <summary>Something changed: look now.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Runs until cancelled; recognition is then stopped, the beacon dark.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await StepAsync().ConfigureAwait(false);
                await _wake.WaitAsync(Interval, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping is ordinary.
        }
        finally
        {
            await unit.StopAsync().ConfigureAwait(false);
            unit.LightBeacon(false);
            unit.Purge();
        }
    }

    /// <summary>Looks once and acts.</summary>
    internal async ValueTask StepAsync()
    {
        var decision = Interlock.Decide(unit.Observe(), options);
        if (!decision.MayRecognise && unit.IsRecognising) await unit.StopAsync().ConfigureAwait(false);

        // Inference stops before the light goes out and starts after it is seen to burn.
        unit.LightBeacon(decision.LightBeacon);
        if (decision.LightBeacon) decision = Interlock.Decide(unit.Observe(), options);
        if (decision.Purge) unit.Purge();
        if (decision.MayRecognise && !unit.IsRecognising) await unit.StartAsync().ConfigureAwait(false);

        Current = decision;
        if (decision.State == _last.State && decision.Reasons == _last.Reasons) return;
        Log.StateChanged(logger, decision.State, decision.Reasons);
        _last = decision;
    }
}
