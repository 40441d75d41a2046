using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units;

/// <summary>Composes what a unit should be doing. Implemented by the deployments.</summary>
internal interface IDesiredStates
{
    /// <summary>The desired state of the boot key's unit, its content key sealed to that boot; null when <paramref name="known"/> is its version still.</summary>
    Task<Desired?> ReadAsync(VerifiedBootKey bootKey, long? known, CancellationToken cancel);
}
