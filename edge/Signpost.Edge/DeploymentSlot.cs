using Signpost.Contracts.V1;

namespace Signpost.Edge;

/// <summary>Holds the one deployment in force. Changing it never waits for the frame path, and the frame path never waits for a change.
/// Thread-safe.</summary>
public sealed class DeploymentSlot
{
    private Deployment? _current;

    /// <summary>Raised after the deployment changed.</summary>
    public event Action? Changed;

    /// <summary>The deployment, for its facts; to search it, rent it.</summary>
    public Deployment? Current => Volatile.Read(ref _current);

    /// <summary>Rents the present deployment; null when there is none. The caller gives it back.</summary>
    public Deployment? Rent()
    {
        while (Current is { } deployment)
        {
            if (deployment.TryRent()) return deployment;
        }

        return null;
    }

    /// <summary>Puts <paramref name="deployment"/> in force in place of what was.</summary>
    public void Promote(Deployment deployment)
    {
        if (Interlocked.Exchange(ref _current, deployment) is { } before)
        {
            before.EndedFor = DeletionReason.Replaced;
            before.Return();
        }

        Changed?.Invoke();
    }

    /// <summary>Takes <paramref name="expired"/> out of force, unless another one has taken its place.</summary>
    /// <param name="expired">The deployment.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Whether it was in force.</returns>
    public bool Purge(Deployment expired, DeletionReason reason = DeletionReason.OrderEnded)
    {
        if (Interlocked.CompareExchange(ref _current, null, expired) != expired) return false;
        expired.EndedFor = reason;
        expired.Return();
        Changed?.Invoke();
        return true;
    }
}
