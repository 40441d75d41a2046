using Microsoft.Data.Sqlite;

namespace Signpost.Edge.MatchEvents;

/// <summary>
/// Match events on their way to the control plane, in one SQLite file.
/// </summary>
/// <remarks>
/// <para>When <see cref="TryAppend"/> returns <see cref="AppendOutcome.Stored"/>, the message is on disk (write-ahead log, full synchronisation): it
/// MUST survive the death of the process and of the power. What was not appended dies with the process.</para>
/// <para>A message MUST NOT be deleted before the control plane's watermark says that it is committed there, and it stays for
/// <see cref="OutboxOptions.KeepCommitted"/> after that, so that a database restored from a backup can be filled again.</para>
/// <para>Sending is at least once: who reads with <see cref="Read"/> may send any message again at any time; the receiver tells them apart by epoch
/// and sequence.</para>
/// <para>Safe for several threads. Every call is short; none does any network.</para>
/// </remarks>
public sealed class Outbox : IDisposable
{
    private readonly Lock _lock = new();
    private readonly OutboxStore _store;
    private readonly TimeProvider _time;
    private OutboxHead _head;

    private Outbox(OutboxStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
        _head = store.ReadHead();
    }

    /// <summary>Raised, outside of any lock, after a message was stored or the watermark moved.</summary>
    public event Action? Changed;

    /// <summary>What no other outbox has.</summary>
    public Guid Epoch
    {
        get { lock (_lock) return _head.Epoch; }
    }

    /// <summary>Sequence up to which everything is committed at the control plane.</summary>
    public ulong Watermark
    {
        get { lock (_lock) return _head.Watermark; }
    }

    /// <summary>Sequence of the last message stored; 0 while there is none.</summary>
    public ulong LastSequence
    {
        get { lock (_lock) return _head.NextSequence - 1; }
    }

    /// <summary>Messages above the watermark.</summary>
    public ulong Pending
    {
        get { lock (_lock) return _head.NextSequence - 1 - _head.Watermark; }
    }

    /// <summary>Opens the outbox, or creates it with a new epoch.</summary>
    /// <param name="path">The database file; its folder exists.</param>
    /// <param name="time">The clock for "committed at".</param>
    /// <exception cref="SqliteException">The file cannot be opened or is damaged.</exception>
    public static Outbox Open(string path, TimeProvider time)
    {
        var store = OutboxStore.Open(path);
        try
        {
            return new Outbox(store, time);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Stores a message durably.</summary>
    /// <param name="seal">Makes the message for its position. Called under the outbox's lock: it computes, and does nothing else.</param>
    public AppendOutcome TryAppend(Func<OutboxPosition, byte[]> seal)
    {
        lock (_lock)
        {
            var payload = seal(new OutboxPosition(_head.Epoch, _head.NextSequence));
            if (!_store.TryAppend(_head.NextSequence, payload)) return AppendOutcome.StorageFailed;
            _head = _head with { NextSequence = _head.NextSequence + 1 };
        }

        Changed?.Invoke();
        return AppendOutcome.Stored;
    }

    /// <summary>Messages after <paramref name="sequence"/>, oldest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<OutboxMessage> Read(ulong sequence, int limit)
    {
        lock (_lock) return _store.Read(sequence, limit);
    }

    /// <summary>
    /// Takes a watermark as heard over MQTT, where an old one may arrive late: it only ever raises. One for another epoch is ignored.
    /// </summary>
    /// <returns>What it meant.</returns>
    public WatermarkOutcome Raise(Guid epoch, ulong sequence)
    {
        lock (_lock)
        {
            if (epoch != _head.Epoch) return WatermarkOutcome.OtherEpoch;
            if (sequence <= _head.Watermark) return WatermarkOutcome.Unchanged;
            if (sequence >= _head.NextSequence) return RolledBack();
            if (!Move(sequence)) return WatermarkOutcome.Unchanged;
        }

        Changed?.Invoke();
        return WatermarkOutcome.Raised;
    }

    /// <summary>
    /// Takes the watermark of a health reply, which is the control plane's present truth: lower than <paramref name="knownWhenAsked"/> means
    /// that its database was restored from a backup, and everything above it is sent again.
    /// </summary>
    /// <param name="epoch">Epoch of the reply; empty or another one means that nothing of this epoch is committed.</param>
    /// <param name="sequence">The watermark.</param>
    /// <param name="knownWhenAsked">This outbox's watermark at the moment of the request: what rose since is no sign of a restored database.</param>
    public WatermarkOutcome Take(Guid epoch, ulong sequence, ulong knownWhenAsked)
    {
        WatermarkOutcome outcome;
        lock (_lock)
        {
            if (epoch != _head.Epoch) sequence = 0;
            if (sequence >= _head.NextSequence) return RolledBack();
            if (sequence == _head.Watermark || (sequence < _head.Watermark && sequence >= knownWhenAsked)) return WatermarkOutcome.Unchanged;
            outcome = sequence < _head.Watermark ? WatermarkOutcome.Lowered : WatermarkOutcome.Raised;
            if (!Move(sequence)) return WatermarkOutcome.Unchanged;
        }

        Changed?.Invoke();
        return outcome;
    }

    /// <summary>Deletes what has been committed for longer than <paramref name="keep"/>.</summary>
    /// <returns>Messages deleted.</returns>
    public int DeleteCommitted(TimeSpan keep)
    {
        lock (_lock) return _store.DeleteCommitted(_head.Watermark, _time.GetUtcNow() - keep);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) _store.Dispose();
    }

    // The control plane knows more messages of this epoch than this file does: the file is an old copy, and its next numbers are taken.
    // A new epoch keeps new events from being mistaken for old ones.
    private WatermarkOutcome RolledBack()
    {
        _head = _store.BeginEpoch();
        return WatermarkOutcome.NewEpoch;
    }

    private bool Move(ulong sequence)
    {
        if (!_store.TryMoveWatermark(_head.Watermark, sequence, _time.GetUtcNow())) return false;
        _head = _head with { Watermark = sequence };
        return true;
    }
}
