using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Hands out a bundle's ciphertext to the units of its order, from any byte on, and the way to it from the one that it replaced.</summary>
internal sealed class BundlesEndpoint(UnitIdentity identity, Transactions transactions) : Bundles.BundlesBase
{
    private const int ChunkLength = 64 * 1024;

    public override async Task Fetch(FetchRequest request, IServerStreamWriter<BundleChunk> responseStream, ServerCallContext context)
    {
        var unit = await identity.RequireAsync(context);
        if (!WireId.TryRead(request.BundleId, out var id)) throw new RpcException(new Status(StatusCode.InvalidArgument, "A bundle id has 16 bytes."));
        if (await FindAsync(unit.Id, id, bundles => bundles.Select(x => (byte[]?)x.Ciphertext), context.CancellationToken) is not { } ciphertext)
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such bundle for this unit."));
        if (request.Offset > (ulong)ciphertext.Length)
            throw new RpcException(new Status(StatusCode.OutOfRange, $"The bundle has {ciphertext.Length} bytes; {request.Offset} lies beyond its end."));
        await SendAsync(ciphertext, (int)request.Offset, responseStream, context.CancellationToken);
    }

    public override async Task FetchDelta(FetchDeltaRequest request, IServerStreamWriter<BundleChunk> responseStream, ServerCallContext context)
    {
        var unit = await identity.RequireAsync(context);
        if (!WireId.TryRead(request.BundleId, out var id) || !WireId.TryRead(request.BaseBundleId, out var from))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A bundle id has 16 bytes."));
        if (await FindAsync(unit.Id, id, bundles => bundles.Where(x => x.BaseBundleId == from).Select(x => x.Delta), context.CancellationToken) is not { } delta)
            throw new RpcException(new Status(StatusCode.NotFound, "There is no way from that bundle to this one that would be much shorter."));
        await SendAsync(delta, 0, responseStream, context.CancellationToken);
    }

    private async Task<byte[]?> FindAsync(string unitId, Guid bundleId, Func<IQueryable<DeploymentBundle>, IQueryable<byte[]?>> what, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        return await what(db.Bundles.Where(x => x.BundleId == bundleId && db.Assignments.Any(a => a.UnitId == unitId && a.DeploymentId == x.DeploymentId)))
            .SingleOrDefaultAsync(cancel);
    }

    private static async Task SendAsync(byte[] bytes, int from, IServerStreamWriter<BundleChunk> responseStream, CancellationToken cancel)
    {
        for (var offset = from; offset < bytes.Length; offset += ChunkLength)
        {
            var length = Math.Min(ChunkLength, bytes.Length - offset);
            var chunk = new BundleChunk { Offset = (ulong)offset, Data = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(offset, length)) };
            await responseStream.WriteAsync(chunk, cancel);
        }
    }
}
