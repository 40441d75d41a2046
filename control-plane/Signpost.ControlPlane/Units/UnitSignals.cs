using System.Collections.Concurrent;

namespace Signpost.ControlPlane.Units;

/// <summary>Wakes the desired-state streams of a unit when something about it was committed. Streams look for themselves now and then too, for other replicas' changes.</summary>
internal sealed class UnitSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>A unit's certificate is no longer believed: its MQTT session is to end.</summary>
    public event Action<string>? UnitRevoked;

    /// <summary>Completes at the next change. Take it before reading the state, so that no change falls between.</summary>
    public Task NextChange(string unitId) =>
        waiting.GetOrAdd(unitId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string unitId)
    {
        if (waiting.TryRemove(unitId, out var signal)) signal.TrySetResult();
    }

    public void Revoked(string unitId) => UnitRevoked?.Invoke(unitId);
}
