using System.Security.Cryptography;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Watchlists;

/// <summary>
/// Ciphertexts at rest: fetched, brought by hand, or made of the bundle in force and a delta. A download that was cut goes on behind its last whole chunk;
/// a file that is not what officers signed is deleted, and one fetched in its place.
/// </summary>
/// <remarks>Under a bundle's name with ".bundle" stands a beginning of its ciphertext, or all of it, or, after a power cut, something that its digest
/// tells from both. Nothing here is believed for lying here.</remarks>
public sealed class BundleStore(string directory, IBundleSource source, FileCalls? calls = null)
{
    /// <summary>Name of the directory among a unit's data.</summary>
    public const string Folder = "bundles";

    private const string Bundle = ".bundle";
    private const string Making = ".making";

    private readonly FileCalls _files = calls ?? FileCalls.Real;

    /// <summary>The complete ciphertext, with the digest that was signed.</summary>
    /// <param name="wanted">Which, and its key.</param>
    /// <param name="current">The deployment in force: its bundle may save most of the way. Lent for moments only, so that it can end meanwhile.</param>
    /// <param name="cancellationToken">Ends it; what has come stays.</param>
    /// <returns>An open file, or ContentAltered. The caller disposes it.</returns>
    /// <exception cref="IOException">The disk fails, or the line ended early.</exception>
    public async Task<Result<Stream>> OpenAsync(HeldBundle wanted, Deployment? current, CancellationToken cancellationToken)
    {
        var header = wanted.Header;
        _files.CreateDirectory(directory);
        DeleteOthers(header.BundleId, current?.BundleId ?? Guid.Empty);
        var path = PathOf(header.BundleId);
        if (await IntactAsync(path, header, cancellationToken).ConfigureAwait(false) is { } here) return here;
        if (!_files.Exists(path) && !_files.Exists(BundleImport.PathOf(directory, header.BundleId)) && current is { HasWatchlist: true })
        {
            await MakeAsync(path, wanted, current, cancellationToken).ConfigureAwait(false);
            if (await IntactAsync(path, header, cancellationToken).ConfigureAwait(false) is { } made) return made;
        }

        while (true)
        {
            if (await ImportedAsync(path, header, cancellationToken).ConfigureAwait(false) is { } brought) return brought;
            // What was begun before may have been damaged on the disk; what comes now is not.
            var isFromTheStart = !_files.Exists(path);
            var arrival = await FetchAsync(path, header, cancellationToken).ConfigureAwait(false);
            if (arrival == Arrival.Overtaken) continue;
            if (arrival == Arrival.Whole && await IntactAsync(path, header, cancellationToken).ConfigureAwait(false) is { } whole) return whole;
            _files.Delete(path);
            if (isFromTheStart) return new Refusal(RefusalReason.ContentAltered, $"The ciphertext of bundle {header.BundleId} is not the one that was signed.");
        }
    }

    /// <summary>Deletes every ciphertext but that of one bundle, and what was brought by hand and never asked for.</summary>
    public void Keep(Guid bundleId) => DeleteOthers(bundleId, Guid.Empty);

    /// <summary>Deletes one ciphertext.</summary>
    public void Delete(Guid bundleId) => _files.Delete(PathOf(bundleId));

    /// <summary>Deletes every ciphertext but what was brought by hand and never asked for.</summary>
    public void Clear() => DeleteOthers(Guid.Empty, Guid.Empty);

    // The file if it is what was signed; deleted if it is as long and is not; left alone if it is a beginning.
    private async Task<Stream?> IntactAsync(string path, VerifiedBundleHeader header, CancellationToken cancellationToken)
    {
        if (!_files.Exists(path)) return null;
        var file = _files.OpenRead(path);
        try
        {
            if (file.Length < header.CiphertextLength) return await CloseAsync(file).ConfigureAwait(false);
            var digest = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
            if (file.Length == header.CiphertextLength && header.CiphertextDigest.Span.SequenceEqual(digest))
            {
                file.Position = 0;
                return file;
            }
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await file.DisposeAsync().ConfigureAwait(false);
        _files.Delete(path);
        return null;
    }

    private async Task<Stream?> ImportedAsync(string path, VerifiedBundleHeader header, CancellationToken cancellationToken)
    {
        var imported = BundleImport.PathOf(directory, header.BundleId);
        if (await IntactAsync(imported, header, cancellationToken).ConfigureAwait(false) is not { } brought)
        {
            _files.Delete(imported);
            return null;
        }

        // An open file keeps its content under any name.
        try
        {
            _files.Move(imported, path);
            return brought;
        }
        catch
        {
            await brought.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task MakeAsync(string path, HeldBundle wanted, Deployment current, CancellationToken cancellationToken)
    {
        var limit = BundleDeltaReader.LongestDelta(wanted.Header.CiphertextLength);
        if (await source.FetchDeltaAsync(wanted.Header.BundleId, current.BundleId, limit, cancellationToken).ConfigureAwait(false) is not { } delta) return;
        var (making, isMade) = (path + Making, false);
        _files.Delete(making);
        current.TryLendBundle(held =>
        {
            if (!_files.Exists(PathOf(current.BundleId))) return;
            using var before = _files.OpenRead(PathOf(current.BundleId));
            using var output = _files.Create(making, AtomicFile.OwnerOnly);
            isMade = BundleDeltaReader.Apply(delta.Span, held, before, wanted, output) is null;
            _files.Flush(output);
        });
        if (isMade) _files.Move(making, path);
        else _files.Delete(making);
    }

    private async Task<Arrival> FetchAsync(string path, VerifiedBundleHeader header, CancellationToken cancellationToken)
    {
        var file = _files.Open(path);
        await using (file.ConfigureAwait(false))
        {
            // Of the chunk that was under way, nobody knows what is on the disk.
            file.SetLength(file.Length >= header.CiphertextLength ? 0 : file.Length - (file.Length % BundleRules.SealedChunkLength));
            file.Position = file.Length;
            await foreach (var (offset, data) in source.FetchAsync(header.BundleId, file.Position, cancellationToken).ConfigureAwait(false))
            {
                if (offset != file.Position || file.Position + data.Length > header.CiphertextLength) return Arrival.Misplaced;
                await file.WriteAsync(data, cancellationToken).ConfigureAwait(false);
                if (_files.Exists(BundleImport.PathOf(directory, header.BundleId))) return Arrival.Overtaken;
            }

            if (file.Position < header.CiphertextLength)
                throw new IOException($"The ciphertext of bundle {header.BundleId} ended early; it goes on from there.");
            _files.Flush(file);
            return Arrival.Whole;
        }
    }

    private void DeleteOthers(Guid wanted, Guid current)
    {
        foreach (var path in _files.List(directory, "*" + Bundle + "*"))
        {
            if (path != PathOf(wanted) && path != PathOf(current)) _files.Delete(path);
        }
    }

    private string PathOf(Guid bundleId) => Path.Combine(directory, $"{bundleId:N}{Bundle}");

    private static async Task<Stream?> CloseAsync(Stream file)
    {
        await file.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private enum Arrival
    {
        Whole,

        /// <summary>Pieces came that belong elsewhere, or too many.</summary>
        Misplaced,

        /// <summary>The bundle was brought by hand meanwhile.</summary>
        Overtaken,
    }
}
