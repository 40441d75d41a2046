namespace Signpost.Edge.Watchlists;

/// <summary>A bundle's ciphertext on its way; the key to it never touches the disk.</summary>
public interface IBundleSource
{
    /// <summary>Ciphertext of a bundle from <paramref name="offset"/> on: pieces in order.</summary>
    IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> FetchAsync(Guid bundleId, long offset, CancellationToken cancellationToken);

    /// <summary>The way to a bundle from another, of <paramref name="longest"/> bytes at most; null when there is none, for whatever reason.</summary>
    Task<ReadOnlyMemory<byte>?> FetchDeltaAsync(Guid bundleId, Guid baseId, long longest, CancellationToken cancellationToken);
}
