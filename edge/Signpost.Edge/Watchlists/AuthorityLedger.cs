using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Trust;

namespace Signpost.Edge.Watchlists;

/// <summary>
/// The newest versions of roster and watchlists that were taken, so that an older one is never taken again.
/// </summary>
/// <remarks>When a method that raises a version returns, it is on disk. Thread-safe.</remarks>
public sealed class AuthorityLedger
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileCalls _files;
    private volatile LedgerFile _file;

    private AuthorityLedger(string path, LedgerFile file, FileCalls files) => (_path, _file, _files) = (path, file, files);

    /// <summary>Highest roster version taken; 0 for none.</summary>
    public ulong RosterVersion => _file.RosterVersion;

    /// <summary>The latest control-plane time that was kept; what the clock is at least after a restart.</summary>
    public DateTimeOffset ClockFloor => _file.ClockFloor;

    /// <summary>Reads the ledger; an absent file is an empty ledger.</summary>
    /// <exception cref="InvalidDataException">The file is there and cannot be understood: somebody touched it, and starting over would allow a
    /// roll-back.</exception>
    public static AuthorityLedger Open(string path, FileCalls? calls = null)
    {
        var files = calls ?? FileCalls.Real;
        if (!files.Exists(path)) return new AuthorityLedger(path, new LedgerFile(), files);
        try
        {
            var file = JsonSerializer.Deserialize(files.Read(path), LedgerJson.Default.LedgerFile)
                ?? throw new InvalidDataException($"{path}: is 'null'");
            return new AuthorityLedger(path, file, files);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"{path}: {failure.Message} Enrol the unit again with an empty data directory.", failure);
        }
    }

    /// <summary>Highest version taken of a watchlist; 0 for none.</summary>
    public ulong WatchlistVersion(string watchlistId) => _file.WatchlistVersions.GetValueOrDefault(watchlistId);

    /// <summary>A roster was taken.</summary>
    public void RaiseRoster(ulong version)
    {
        lock (_lock)
        {
            if (version > _file.RosterVersion) Write(_file with { RosterVersion = version });
        }
    }

    /// <summary>A watchlist was taken.</summary>
    public void RaiseWatchlist(string watchlistId, ulong version)
    {
        lock (_lock)
        {
            if (version <= _file.WatchlistVersions.GetValueOrDefault(watchlistId)) return;
            Write(_file with { WatchlistVersions = new Dictionary<string, ulong>(_file.WatchlistVersions) { [watchlistId] = version } });
        }
    }

    /// <summary>Urgent orders that were taken on one signature and not seen ratified in time, so far.</summary>
    public IReadOnlyCollection<UrgentUse> UrgentUses => _file.UrgentUses;

    /// <summary>An urgent order is taken, which one officer stands behind.</summary>
    public void NoteUrgent(Guid orderId, string begunBy)
    {
        lock (_lock)
        {
            if (_file.UrgentUses.All(use => use.OrderId != orderId)) Write(_file with { UrgentUses = [.. _file.UrgentUses, new UrgentUse(orderId, begunBy)] });
        }
    }

    /// <summary>An urgent order was ratified: in time, and it is an order like any other; or too late, and it never runs again.</summary>
    public void Close(RatifiedUse ratified, bool inTime)
    {
        lock (_lock)
        {
            if (_file.UrgentUses.FirstOrDefault(use => use.OrderId == ratified.OrderId && use.BegunBy == ratified.BegunBy && !use.Lapsed) is not { } pending) return;
            var others = _file.UrgentUses.Where(use => use != pending);
            Write(_file with { UrgentUses = inTime ? [.. others] : [.. others, pending with { Lapsed = true }] });
        }
    }

    /// <summary>Keeps the control plane's time.</summary>
    public void RaiseClock(DateTimeOffset floor)
    {
        lock (_lock)
        {
            if (floor > _file.ClockFloor) Write(_file with { ClockFloor = floor });
        }
    }

    private void Write(LedgerFile file)
    {
        AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(file, LedgerJson.Default.LedgerFile), AtomicFile.OwnerOnly, _files);
        _file = file;
    }
}

internal sealed record LedgerFile
{
    public ulong RosterVersion { get; set; }

    public Dictionary<string, ulong> WatchlistVersions { get; set; } = [];

    public DateTimeOffset ClockFloor { get; set; }

    public IReadOnlyList<UrgentUse> UrgentUses { get; set; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LedgerFile))]
internal sealed partial class LedgerJson : JsonSerializerContext;
