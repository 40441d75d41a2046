using System.Security.Cryptography;
using Signpost.Trust;

namespace Signpost.Edge.Watchlists;

/// <summary>A bundle's ciphertext on its way; the key to it never touches the disk.</summary>
public interface IBundleSource
{
    /// <summary>Ciphertext of a bundle from <paramref name="offset"/> on: pieces in order.</summary>
    IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> FetchAsync(Guid bundleId, long offset, CancellationToken cancellationToken);
}

/// <summary>
/// Ciphertexts at rest. A download that was cut goes on where it stopped; a file that is not what officers signed is deleted and fetched again, once.
/// </summary>
public sealed class BundleStore(string directory, IBundleSource source)
{
    /// <summary>The complete ciphertext, with the digest that was signed.</summary>
    /// <returns>An open file, or ContentAltered. The caller disposes it.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public async Task<Result<FileStream>> OpenAsync(VerifiedBundleHeader header, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        DeleteOthers(header.BundleId);
        var path = PathOf(header.BundleId);
        var isNew = !File.Exists(path);
        if (await FillAsync(path, header, cancellationToken).ConfigureAwait(false) is { } held) return held;

        // What was there from before may have been damaged on the disk; what came just now was not.
        File.Delete(path);
        if (!isNew && await FillAsync(path, header, cancellationToken).ConfigureAwait(false) is { } fresh) return fresh;
        File.Delete(path);
        return new Refusal(Contracts.V1.RefusalReason.ContentAltered, $"The ciphertext of bundle {header.BundleId} is not the one that was signed.");
    }

    /// <summary>Deletes every ciphertext.</summary>
    public void Clear() => DeleteOthers(Guid.Empty);

    private async Task<FileStream?> FillAsync(string path, VerifiedBundleHeader header, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true);
        try
        {
            if (file.Length > header.CiphertextLength) file.SetLength(0);
            file.Position = file.Length;
            if (file.Length < header.CiphertextLength && !await FetchAsync(file, header, cancellationToken).ConfigureAwait(false))
                return await CloseAsync(file).ConfigureAwait(false);
            file.Position = 0;
            var digest = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
            if (file.Length != header.CiphertextLength || !header.CiphertextDigest.Span.SequenceEqual(digest))
                return await CloseAsync(file).ConfigureAwait(false);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<bool> FetchAsync(FileStream file, VerifiedBundleHeader header, CancellationToken cancellationToken)
    {
        await foreach (var (offset, data) in source.FetchAsync(header.BundleId, file.Position, cancellationToken).ConfigureAwait(false))
        {
            if (offset != file.Position || file.Position + data.Length > header.CiphertextLength) return false;
            await file.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        }

        if (file.Position < header.CiphertextLength)
            throw new IOException($"The ciphertext of bundle {header.BundleId} ended early; it goes on from there.");
        file.Flush(flushToDisk: true);
        return true;
    }

    private void DeleteOthers(Guid keep)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var path in Directory.EnumerateFiles(directory, "*.bundle"))
        {
            if (path != PathOf(keep)) File.Delete(path);
        }
    }

    private string PathOf(Guid bundleId) => Path.Combine(directory, $"{bundleId:N}.bundle");

    private static async Task<FileStream?> CloseAsync(FileStream file)
    {
        await file.DisposeAsync().ConfigureAwait(false);
        return null;
    }
}
