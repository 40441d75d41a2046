using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Hands out a bundle's ciphertext to the units of its order, from any byte on.</summary>
internal sealed class BundlesEndpoint(UnitIdentity identity, Transactions transactions) : Bundles.BundlesBase
{
    private const int ChunkLength = 64 * 1024;

    public override async Task Fetch(FetchRequest request, IServerStreamWriter<BundleChunk> responseStream, ServerCallContext context)
    {
        var unit = await identity.RequireAsync(context);
        if (!WireId.TryRead(request.BundleId, out var id)) throw new RpcException(new Status(StatusCode.InvalidArgument, "A bundle id has 16 bytes."));
        byte[]? ciphertext;
        await using (var db = await transactions.ReadAsync(context.CancellationToken))
        {
            ciphertext = await db.Bundles
                .Where(x => x.BundleId == id && db.Assignments.Any(a => a.UnitId == unit.Id && a.DeploymentId == x.DeploymentId))
                .Select(x => x.Ciphertext)
                .SingleOrDefaultAsync(context.CancellationToken);
        }

        if (ciphertext is null) throw new RpcException(new Status(StatusCode.NotFound, "There is no such bundle for this unit."));
        if (request.Offset > (ulong)ciphertext.Length)
            throw new RpcException(new Status(StatusCode.OutOfRange, $"The bundle has {ciphertext.Length} bytes; {request.Offset} lies beyond its end."));
        for (var offset = (int)request.Offset; offset < ciphertext.Length; offset += ChunkLength)
        {
            var length = Math.Min(ChunkLength, ciphertext.Length - offset);
            var chunk = new BundleChunk { Offset = (ulong)offset, Data = UnsafeByteOperations.UnsafeWrap(ciphertext.AsMemory(offset, length)) };
            await responseStream.WriteAsync(chunk, context.CancellationToken);
        }
    }
}
