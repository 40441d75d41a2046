namespace Signpost.ControlPlane.Deployments;

/// <summary>Whose control plane this is.</summary>
/// <param name="Force">The force's name, as in its roster and orders.</param>
/// <param name="RosterRoot">SubjectPublicKeyInfo of the force's root; null: the first roster brings it.</param>
internal sealed record DeploymentOptions(string Force, byte[]? RosterRoot);
