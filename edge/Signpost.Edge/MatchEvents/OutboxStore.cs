using Microsoft.Data.Sqlite;
using Signpost.Contracts;

namespace Signpost.Edge.MatchEvents;

/// <summary>First facts of an outbox: its epoch, its next number and the committed prefix.</summary>
internal readonly record struct OutboxHead(Guid Epoch, ulong NextSequence, ulong Watermark);

/// <summary>The outbox's SQL. Each method is one transaction; a method that returns false changed nothing. Not thread-safe.</summary>
internal sealed class OutboxStore : IDisposable
{
    // What a full, read-only, failing or occupied disk answers; anything else is a bug or a damaged file.
    private static readonly int[] StorageErrors = [5 /* BUSY */, 6 /* LOCKED */, 8 /* READONLY */, 10 /* IOERR */, 13 /* FULL */, 14 /* CANTOPEN */];

    // How long somebody else may hold the file before an append counts as failed.
    private const int BusySeconds = 2;

    private readonly SqliteConnection _connection;

    private OutboxStore(SqliteConnection connection) => _connection = connection;

    public static OutboxStore Open(string path)
    {
        // Pooling would keep the file open, and locked, after Dispose.
        var options = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds };
        var connection = new SqliteConnection(options.ToString());
        try
        {
            connection.Open();
            var store = new OutboxStore(connection);
            store.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            store.Create();
            return store;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public OutboxHead ReadHead()
    {
        using var command = Command("SELECT epoch, next_sequence, watermark FROM head WHERE id = 1");
        using var reader = command.ExecuteReader();
        if (!reader.Read()) throw new InvalidOperationException("The outbox has no head row.");
        return new OutboxHead(new Guid((byte[])reader[0], bigEndian: true), (ulong)reader.GetInt64(1), (ulong)reader.GetInt64(2));
    }

    public bool TryAppend(ulong sequence, byte[] payload) => TryInTransaction(transaction =>
    {
        using var insert = Command("INSERT INTO message (sequence, payload) VALUES ($sequence, $payload)", transaction,
            ("$sequence", (long)sequence), ("$payload", payload));
        insert.ExecuteNonQuery();
        using var head = Command("UPDATE head SET next_sequence = $next WHERE id = 1", transaction, ("$next", (long)sequence + 1));
        head.ExecuteNonQuery();
    });

    public List<OutboxMessage> Read(ulong after, int limit)
    {
        using var command = Command("SELECT sequence, payload FROM message WHERE sequence > $after ORDER BY sequence LIMIT $limit", null,
            ("$after", (long)after), ("$limit", limit));
        using var reader = command.ExecuteReader();
        var messages = new List<OutboxMessage>();
        while (reader.Read()) messages.Add(new OutboxMessage((ulong)reader.GetInt64(0), (byte[])reader[1]));
        return messages;
    }

    public bool TryMoveWatermark(ulong from, ulong to, DateTimeOffset at) => TryInTransaction(transaction =>
    {
        using var head = Command("UPDATE head SET watermark = $to WHERE id = 1", transaction, ("$to", (long)to));
        head.ExecuteNonQuery();
        using var rows = to > from
            ? Command("UPDATE message SET committed_at = $at WHERE sequence > $from AND sequence <= $to", transaction,
                ("$at", at.ToUnixTimeMilliseconds()), ("$from", (long)from), ("$to", (long)to))
            : Command("UPDATE message SET committed_at = NULL WHERE sequence > $to", transaction, ("$to", (long)to));
        rows.ExecuteNonQuery();
    });

    public int DeleteCommitted(ulong watermark, DateTimeOffset before)
    {
        var deleted = 0;
        TryInTransaction(transaction =>
        {
            using var command = Command("DELETE FROM message WHERE sequence <= $watermark AND committed_at < $before", transaction,
                ("$watermark", (long)watermark), ("$before", before.ToUnixTimeMilliseconds()));
            deleted = command.ExecuteNonQuery();
        });
        return deleted;
    }

    public OutboxHead BeginEpoch()
    {
        TryInTransaction(transaction =>
        {
            using var rows = Command("DELETE FROM message", transaction);
            rows.ExecuteNonQuery();
            using var head = Command("UPDATE head SET epoch = $epoch, next_sequence = 1, watermark = 0 WHERE id = 1", transaction,
                ("$epoch", NewEpoch()));
            head.ExecuteNonQuery();
        });
        return ReadHead();
    }

    public void Dispose() => _connection.Dispose();

    internal void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private void Create()
    {
        using var transaction = _connection.BeginTransaction();
        using var tables = Command(
            """
            CREATE TABLE IF NOT EXISTS head (id INTEGER PRIMARY KEY CHECK (id = 1), epoch BLOB NOT NULL, next_sequence INTEGER NOT NULL,
                watermark INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS message (sequence INTEGER PRIMARY KEY, payload BLOB NOT NULL, committed_at INTEGER);
            INSERT OR IGNORE INTO head (id, epoch, next_sequence, watermark) VALUES (1, $epoch, 1, 0);
            """, transaction, ("$epoch", NewEpoch()));
        tables.ExecuteNonQuery();
        transaction.Commit();
    }

    private static byte[] NewEpoch() => WireId.ToBytes(Guid.NewGuid());

    private bool TryInTransaction(Action<SqliteTransaction> work)
    {
        try
        {
            using var transaction = _connection.BeginTransaction();
            work(transaction);
            transaction.Commit();
            return true;
        }
        catch (SqliteException failure) when (StorageErrors.Contains(failure.SqliteErrorCode))
        {
            return false;
        }
    }

    private SqliteCommand Command(string sql, SqliteTransaction? transaction = null, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
