using Grpc.Core;

namespace Signpost.ControlPlane.Units;

/// <summary>Who calls.</summary>
internal static class UnitCalls
{
    /// <summary>The unit behind the call's client certificate.</summary>
    /// <exception cref="RpcException">PermissionDenied: unknown or revoked.</exception>
    public static async Task<Unit> RequireAsync(this UnitIdentity identity, ServerCallContext context) =>
        await identity.ResolveAsync(context.GetHttpContext().Connection.ClientCertificate, context.CancellationToken)
        ?? throw new RpcException(new Status(StatusCode.PermissionDenied, "This certificate is not that of an enrolled unit, or the unit is revoked."));
}
