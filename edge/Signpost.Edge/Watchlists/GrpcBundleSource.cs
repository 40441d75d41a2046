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
}
