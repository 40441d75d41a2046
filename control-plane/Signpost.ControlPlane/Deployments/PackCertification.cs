using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>The certificate of the pack that this control plane enrols with, as it stood beside the pack at the start; without one no order is drafted.</summary>
internal sealed class PackCertification(Result<PackCertificate> loaded)
{
    /// <summary>The certificate, or why there is none and what to do about it.</summary>
    public Outcome<PackCertificate> Certificate => loaded.TryGet(out var certificate, out var refusal)
        ? certificate
        : Problem.Conflict("order.no-certificate", $"Without a certificate of the model pack no order can be drafted. {refusal.Detail}");
}
