using Grpc.Core;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Takes deletion receipts, also those of revoked units: their own signature stands under them.</summary>
internal sealed class ReceiptsEndpoint(UnitIdentity identity, ListDeliveries deliveries) : Receipts.ReceiptsBase
{
    public override async Task<HandReply> Hand(HandRequest request, ServerCallContext context)
    {
        var known = await identity.IdentifyAsync(context.GetHttpContext().Connection.ClientCertificate, context.CancellationToken);
        if (known is not { Unit: { } unit, Belief: UnitBelief.Believed or UnitBelief.Revoked }) throw UnitCalls.Refused(known.Belief);
        var kept = await deliveries.ReceiveAsync(unit, request.Receipt.Memory, context.CancellationToken);
        return kept.Succeeded(out _, out var problem) ? new HandReply() : throw new RpcException(new Status(StatusCode.InvalidArgument, problem.Detail));
    }
}
