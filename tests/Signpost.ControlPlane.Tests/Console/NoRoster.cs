using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Tests.Console;

/// <summary>For pages that are only drawn: there is no roster.</summary>
internal sealed class NoRoster : IRosterService
{
    public Task<RosterView?> CurrentAsync(CancellationToken cancel) => Task.FromResult<RosterView?>(null);

    public Task<Outcome<RosterView>> InstallAsync(StaffMember actor, ReadOnlyMemory<byte> roster, ReadOnlyMemory<byte> rootPublicKey, CancellationToken cancel) =>
        throw new InvalidOperationException("Drawing asked the service.");
}
