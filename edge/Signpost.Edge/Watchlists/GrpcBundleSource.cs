using System.Runtime.CompilerServices;
using Grpc.Core;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Edge.Watchlists;

/// <summary>Fetches ciphertexts from the control plane.</summary>
public sealed class GrpcBundleSource(Bundles.BundlesClient client) : IBundleSource
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> FetchAsync(
        Guid bundleId, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = client.Fetch(new FetchRequest { BundleId = WireId.From(bundleId), Offset = (ulong)offset },
            cancellationToken: cancellationToken);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return ((long)chunk.Offset, chunk.Data.Memory);
        }
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> FetchDeltaAsync(Guid bundleId, Guid baseId, long longest, CancellationToken cancellationToken)
    {
        using var call = client.FetchDelta(new FetchDeltaRequest { BundleId = WireId.From(bundleId), BaseBundleId = WireId.From(baseId) }, cancellationToken: cancellationToken);
        using var delta = new MemoryStream();
        try
        {
            await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if ((long)chunk.Offset != delta.Length || delta.Length + chunk.Data.Length > longest) return null;
                delta.Write(chunk.Data.Span);
            }

            return delta.ToArray();
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // There is none, or the line is down: fetching the whole bundle will tell.
            return null;
        }
    }
}
