using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>
/// The keys of watchlists: one each, wrapped by a master that is not in the database. Deleting a list deletes its key, and rotates the master: a new one is made in the store, every
/// other key is wrapped again under it in the transaction that deletes, and after the commit the old master is destroyed. Whatever copy of the database was made before then opens
/// with no key that is left. A crash leaves at most a master too many: an older one, which <see cref="TidyAsync"/> destroys at the next start, or a newer one that wraps nothing.
/// </summary>
internal sealed class DataKeys(IKeyStore store, ILogger<DataKeys> log)
{
    /// <summary>Makes a watchlist's key with the watchlist.</summary>
    public async Task CreateAsync(Work work, Guid watchlistId, CancellationToken cancel)
    {
        var master = await CurrentAsync(work.Db, cancel) ?? Add(work);
        var key = RandomNumberGenerator.GetBytes(DataKey.Length);
        try
        {
            work.Db.DataKeys.Add(new DataKeyRow { Id = watchlistId, MasterId = master, Wrapped = store.Wrap(master, key, Context(watchlistId)) });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Keys for one operation on <paramref name="db"/>; dispose it with the operation.</summary>
    public OpenKeys Open(ControlPlaneDb db) => new(db, this);

    /// <summary>Deletes a watchlist's key and rotates the master. In the work of the deletion; the old master goes after its commit.</summary>
    public async Task DeleteAsync(Work work, Guid watchlistId, CancellationToken cancel)
    {
        var masters = await work.Db.MasterKeys.ToListAsync(cancel);
        var keys = await work.Db.DataKeys.ToListAsync(cancel);
        var older = store.Masters;
        var next = Add(work);
        foreach (var row in keys)
        {
            if (row.Id == watchlistId)
            {
                work.Db.DataKeys.Remove(row);
                continue;
            }

            var key = store.Unwrap(row.MasterId, row.Wrapped, Context(row.Id));
            try
            {
                row.Wrapped = store.Wrap(next, key, Context(row.Id));
                row.MasterId = next;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }

        // A key that somebody wraps under an old master at this moment holds its row fast, and one of the two transactions runs again.
        work.Db.MasterKeys.RemoveRange(masters);
        work.AfterCommit(() => Destroy(older));
    }

    /// <summary>At the start: the masters that the database refers to are there, and older ones go.</summary>
    /// <exception cref="KeyStoreException">Key store and database do not belong together.</exception>
    public async Task TidyAsync(ControlPlaneDb db, CancellationToken cancel)
    {
        var used = await db.MasterKeys.OrderBy(x => x.CreatedAt).Select(x => x.Id).ToListAsync(cancel);
        var there = store.Masters;
        if (used.Find(x => !there.Contains(x)) is { } missing && missing != Guid.Empty)
        {
            throw new KeyStoreException(
                $"The database needs master key {missing}, which the key store does not hold. Either the key store is another control plane's, or the database was restored from before the deletion of a watchlist: such a copy opens no more, by design. Restore a later one.");
        }

        if (await db.Watchlists.AnyAsync(x => x.DeletedAt == null && !db.DataKeys.Any(key => key.Id == x.Id), cancel))
            throw new KeyStoreException("The database holds watchlists of a version that did not encrypt them. It cannot be used: start with a new database, and delete this one.");
        if (used.Count > 0) Destroy([.. there.TakeWhile(x => !used.Contains(x))]);
    }

    /// <summary>The watchlist's key; null when the list was deleted.</summary>
    internal async Task<DataKey?> OpenAsync(ControlPlaneDb db, Guid watchlistId, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await db.DataKeys.AsNoTracking().SingleOrDefaultAsync(x => x.Id == watchlistId, cancel);
            if (row is null) return null;
            try
            {
                return Open(row);
            }
            catch (MasterGoneException) when (attempt == 1)
            {
                // Rotated between the two lines above: the row says so now.
            }
        }
    }

    private DataKey Open(DataKeyRow row)
    {
        var key = store.Unwrap(row.MasterId, row.Wrapped, Context(row.Id));
        try
        {
            return new DataKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static async Task<Guid?> CurrentAsync(ControlPlaneDb db, CancellationToken cancel) =>
        (await db.MasterKeys.AsNoTracking().OrderByDescending(x => x.CreatedAt).FirstOrDefaultAsync(cancel))?.Id;

    private Guid Add(Work work)
    {
        var id = store.Create();
        work.Db.MasterKeys.Add(new MasterKeyRow { Id = id, CreatedAt = work.Now });
        return id;
    }

    private void Destroy(IReadOnlyCollection<Guid> masters)
    {
        try
        {
            store.Destroy(masters);
        }
        catch (KeyStoreException e)
        {
            log.MasterNotDestroyed(e);
        }
    }

    private static byte[] Context(Guid watchlistId) => Encoding.UTF8.GetBytes($"watchlist {watchlistId}");
}

/// <summary>Keys opened for one operation, each once; forgotten at its end.</summary>
internal sealed class OpenKeys(ControlPlaneDb db, DataKeys keys) : IDisposable
{
    private readonly Dictionary<Guid, DataKey?> opened = [];

    /// <summary>Null when the list was deleted.</summary>
    public async Task<DataKey?> FindAsync(Guid watchlistId, CancellationToken cancel)
    {
        if (!opened.TryGetValue(watchlistId, out var key)) opened.Add(watchlistId, key = await keys.OpenAsync(db, watchlistId, cancel));
        return key;
    }

    /// <summary>The key of a list that the caller knows to be there.</summary>
    /// <exception cref="KeyStoreException">It is not: deleted a moment ago, or the database is damaged.</exception>
    public async Task<DataKey> OfAsync(Guid watchlistId, CancellationToken cancel) =>
        await FindAsync(watchlistId, cancel) ?? throw new KeyStoreException($"Watchlist {watchlistId} has no key: it was deleted.");

    public void Dispose()
    {
        foreach (var key in opened.Values) key?.Dispose();
    }
}
