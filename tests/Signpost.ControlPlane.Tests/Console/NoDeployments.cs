using Signpost.Contracts.V1;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Tests.Console;

/// <summary>For components that must not ask for anything while they are only drawn.</summary>
internal sealed class NoDeployments : IDeploymentService
{
    public Outcome<PackCertificate> Certificate(StaffMember actor) => throw Asked();

    public Task<Outcome<DeploymentView>> DraftAsync(StaffMember actor, NewDeployment deployment, CancellationToken cancel) => throw Asked();

    public Task<Outcome<IReadOnlyList<DeploymentView>>> ListAsync(StaffMember actor, CancellationToken cancel) => throw Asked();

    public Task<Outcome<DeploymentView>> GetAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel) => throw Asked();

    public Task<Outcome<byte[]>> BundleFileAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel) => throw Asked();

    public Task<Outcome<string>> SigningRequestAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel) => throw Asked();

    public Task<Outcome<OfficerToBeSigned>> ToBeSignedAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel) => throw Asked();

    public Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, string signingResponse, CancellationToken cancel) => throw Asked();

    public Task<Outcome<DeploymentView>> SignAsync(
        StaffMember actor, Guid deploymentId, ReadOnlyMemory<byte> orderSignature, ReadOnlyMemory<byte> bundleHeaderSignature, CancellationToken cancel) => throw Asked();

    public Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, Signpost.Trust.Assertion assertion, CancellationToken cancel) => throw Asked();

    public Task<Outcome<DeploymentView>> EndAsync(StaffMember actor, Guid deploymentId, string reason, CancellationToken cancel) => throw Asked();

    private static InvalidOperationException Asked() => new("Drawing asked the service.");
}
