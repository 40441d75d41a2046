using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Signpost.Cli.Demonstration;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>What stands in the databases of a run that is over: the units' outboxes and the control plane's own.</summary>
internal sealed class StoredMessages(DataFolder data)
{
    private string ControlPlane => Path.Combine(data.ControlPlane, "signpost.db");

    /// <summary>The next number the unit would have given; its messages are 1 up to that.</summary>
    public long NextSequence(int unit) => Single<long>(Outbox(unit), "SELECT next_sequence FROM head");

    public Guid Epoch(int unit) => new(Single<byte[]>(Outbox(unit), "SELECT epoch FROM head"), bigEndian: true);

    /// <summary>SHA-256 of each payload in the outbox by number; committed ones stay for a day.</summary>
    public IReadOnlyDictionary<long, string> OutboxDigests(int unit) =>
        Rows(Outbox(unit), "SELECT sequence, payload FROM message").ToDictionary(row => (long)row[0], row => Convert.ToHexString(SHA256.HashData((byte[])row[1])));

    /// <summary>SHA-256 of each payload as the control plane took it, by unit, epoch and number.</summary>
    public IReadOnlyDictionary<(string Unit, Guid Epoch, long Sequence), string> Ingested() =>
        Rows(ControlPlane, "SELECT UnitId, Epoch, Sequence, PayloadDigest FROM IngestedMessages")
            .ToDictionary(row => ((string)row[0], Guid.Parse((string)row[1]), (long)row[2]), row => Convert.ToHexString((byte[])row[3]));

    public IReadOnlyList<string> Units() => [.. Rows(ControlPlane, "SELECT Id FROM Units ORDER BY Site").Select(row => (string)row[0])];

    /// <summary>Messages in the units' outboxes that the control plane does not have yet.</summary>
    public int HeldBack()
    {
        var ingested = Ingested();
        return Units().Select((id, index) => OutboxDigests(index + 1).Keys.Count(sequence => !ingested.ContainsKey((id, Epoch(index + 1), sequence)))).Sum();
    }

    /// <summary>Messages refused for whatever reason.</summary>
    public long Refused() => Single<long>(ControlPlane, "SELECT COUNT(*) FROM IngestedMessages WHERE Result >= 10");

    /// <summary>Each alert's event with its revision, and how many messages of that event were taken: a revision is one message.</summary>
    public IReadOnlyList<(string Event, long Revision, long Messages)> Alerts() =>
        [.. Rows(ControlPlane, "SELECT EventId, Revision, (SELECT COUNT(*) FROM IngestedMessages m WHERE m.EventId = a.EventId AND m.UnitId = a.UnitId) FROM Alerts a")
            .Select(row => ((string)row[0], (long)row[1], (long)row[2]))];

    private string Outbox(int unit) => Path.Combine(data.Unit(unit).Data, "outbox.db");

    private static T Single<T>(string file, string sql) => (T)Rows(file, sql).Single()[0];

    private static List<object[]> Rows(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }
}
