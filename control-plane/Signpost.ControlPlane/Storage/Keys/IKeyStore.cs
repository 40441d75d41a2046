namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>
/// Where master keys are: outside the database and its backups. A master wraps data keys (AES-256-GCM) and is used for nothing else. Thread-safe.
/// MUST: when <see cref="Create"/> returns, the master outlives a power cut; when <see cref="Destroy"/> returns, no call and no restart brings it back from this store.
/// </summary>
internal interface IKeyStore : IDisposable
{
    /// <summary>Ids of the masters there are, oldest first.</summary>
    /// <exception cref="KeyStoreException">The store cannot be read.</exception>
    IReadOnlyList<Guid> Masters { get; }

    /// <summary>A new master of 256 random bits.</summary>
    /// <exception cref="KeyStoreException">The store cannot be written.</exception>
    Guid Create();

    /// <summary>Removes masters; those that are not there are no error.</summary>
    /// <exception cref="KeyStoreException">The store cannot be written; some may be gone.</exception>
    void Destroy(IReadOnlyCollection<Guid> masters);

    /// <summary>Wraps a data key: version 1, 12-byte nonce, ciphertext, 16-byte tag.</summary>
    /// <param name="context">Authenticated with it: whose key it is.</param>
    /// <exception cref="MasterGoneException">The master is not there.</exception>
    byte[] Wrap(Guid master, ReadOnlySpan<byte> key, ReadOnlySpan<byte> context);

    /// <summary>The data key; the caller zeroes it.</summary>
    /// <exception cref="MasterGoneException">The master is not there.</exception>
    /// <exception cref="KeyStoreException">Altered, or wrapped for somebody else or under another master.</exception>
    byte[] Unwrap(Guid master, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context);
}

/// <summary>Something about keys that a person has to put right.</summary>
internal class KeyStoreException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The master was destroyed, or the database is not the one that belongs to this key store. Somebody else may have rotated it a moment ago: reading again helps then.</summary>
internal sealed class MasterGoneException(Guid master)
    : KeyStoreException($"Master key {master} is not in the key store. It was destroyed when a watchlist was deleted, or key store and database do not belong together.");
