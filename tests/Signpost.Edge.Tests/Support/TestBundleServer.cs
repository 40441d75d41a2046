using System.Runtime.CompilerServices;
using Signpost.Edge.Watchlists;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Support;

/// <summary>The control plane's end of fetching, for whatever bundles a force has made.</summary>
internal sealed class TestBundleServer(TestForce force, int pieceLength) : IBundleSource
{
    /// <summary>Where fetches of whole bundles began.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>Bytes of deltas handed out.</summary>
    public List<int> Deltas { get; } = [];

    /// <summary>Whether deltas are to be had.</summary>
    public bool HasDeltas { get; set; }

    /// <summary>Changes a delta on its way.</summary>
    public Action<byte[]> AlterDelta { get; set; } = _ => { };

    /// <summary>Whether whole bundles are to be had.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Byte of the ciphertext at which the line ends.</summary>
    public long CutAt { get; set; } = long.MaxValue;

    /// <summary>Changes the ciphertext on its way.</summary>
    public Action<byte[]> Alter { get; set; } = _ => { };

    /// <summary>Called before each piece.</summary>
    public Action BeforePiece { get; set; } = () => { };

    public async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> FetchAsync(Guid bundleId, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (IsBlocked) throw new IOException("No way through.");
        Offsets.Add(offset);
        var bytes = force.Bundles[bundleId].Ciphertext.ToArray();
        Alter(bytes);
        var end = Math.Min(bytes.Length, CutAt);
        while (offset < end)
        {
            BeforePiece();
            var length = (int)Math.Min(pieceLength, end - offset);
            yield return (offset, bytes.AsMemory((int)offset, length));
            offset += length;
        }
    }

    public Task<ReadOnlyMemory<byte>?> FetchDeltaAsync(Guid bundleId, Guid baseId, long longest, CancellationToken cancellationToken)
    {
        if (!HasDeltas || !force.Bundles.TryGetValue(baseId, out var held)) return Task.FromResult<ReadOnlyMemory<byte>?>(null);
        var delta = BundleDeltaWriter.Write(held, force.Bundles[bundleId]);
        Deltas.Add(delta.Length);
        AlterDelta(delta);
        return Task.FromResult<ReadOnlyMemory<byte>?>(delta);
    }
}
