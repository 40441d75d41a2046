using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>Checks a log from its first entry to its last: checkpoint, every tile, every entry, every chain of every unit. Holds about 150 bytes an entry in memory. No bytes, however
/// bad, raise an exception; what is wrong is a finding.</summary>
public sealed class LogChecker
{
    private readonly NoteVerifier log;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ECDsa? Key, ChainWalk? Walk)> walks = new(StringComparer.Ordinal);
    private readonly List<LogFinding> findings = [];
    private readonly List<TreeHash> found = [];
    private Checkpoint? checkpoint;
    private ulong records;

    private LogChecker(NoteVerifier log, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? units)
    {
        this.log = log;
        foreach (var (id, key) in units ?? new Dictionary<string, ReadOnlyMemory<byte>>()) this.units[id] = key;
    }

    /// <summary>Checks a log's folder.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="log">The log's public key.</param>
    /// <param name="units">The units' signing public keys, SubjectPublicKeyInfo, by their ids.</param>
    /// <param name="files">The file calls; null: the operating system's.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static LogReport CheckFolder(string folder, NoteVerifier log, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> units, FileCalls? files = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(units);
        return new LogChecker(log, units).Folder(Path.GetFullPath(folder), files ?? FileCalls.Real);
    }

    /// <summary>Checks an export.</summary>
    /// <param name="export">All of it, from its first byte.</param>
    /// <param name="log">The log's public key.</param>
    /// <param name="units">Keys of units that count before the ones that the export brings along; null: those count.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LogReport CheckExport(Stream export, NoteVerifier log, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? units = null)
    {
        ArgumentNullException.ThrowIfNull(export);
        ArgumentNullException.ThrowIfNull(log);
        return new LogChecker(log, units).Export(export);
    }

    private LogReport Folder(string folder, FileCalls files)
    {
        var path = Path.Combine(folder, LogFiles.Checkpoint);
        if (!files.Exists(path)) return Stop(LogFindingKind.Malformed, LogFiles.Checkpoint, "Not there.");
        if (!ReadCheckpoint(files.Read(path))) return Report();
        var (reader, tree, leaves) = (new LogReader(folder, files, checkpoint!.Size), new TileTree(), new List<TreeHash>());
        var expected = new Dictionary<(int Level, ulong Index), IReadOnlyList<TreeHash>>();
        for (ulong index = 0; Tiles.WidthOf(0, index, checkpoint.Size) is > 0 and var width; index++)
        {
            if (Try(() => reader.Tile(0, index, width)) is not { } tile) return Report();
            foreach (var leaf in tile)
            {
                leaves.Add(leaf);
                tree.Append(leaf, full => expected[(full.Level, full.Index)] = full.Level == 0 ? [] : full.Hashes);
            }
        }

        CompareRoot(tree.Root);
        for (var level = 1; level < Tiles.Levels && Tiles.Hashes(level, checkpoint.Size) > 0; level++) CheckLevel(reader, tree, level, expected);
        for (ulong index = 0; Tiles.WidthOf(0, index, checkpoint.Size) is > 0 and var width; index++)
        {
            if (Try(() => reader.Bundle(index)) is not { } bundle)
            {
                // So that what is missing here is told once.
                found.AddRange(leaves.Skip((int)(index << Tiles.Height)).Take(width));
                continue;
            }

            foreach (var entry in bundle) Entry(entry);
        }

        return Compare(leaves);
    }

    private void CheckLevel(LogReader reader, TileTree tree, int level, Dictionary<(int Level, ulong Index), IReadOnlyList<TreeHash>> expected)
    {
        for (ulong index = 0; Tiles.WidthOf(level, index, checkpoint!.Size) is > 0 and var width; index++)
        {
            var hashes = width == Tiles.Width ? expected[(level, index)] : tree.Partial(level);
            if (Try(() => reader.Tile(level, index, width)) is { } tile && !tile.SequenceEqual(hashes))
                Add(LogFindingKind.Altered, Tiles.Path(level, index, width), "Not the hashes of the tiles below it.");
        }
    }

    private LogReport Export(Stream export)
    {
        Span<byte> start = stackalloc byte[LogExport.Magic.Length + sizeof(uint)];
        if (export.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(LogExport.Magic))
            return Stop(LogFindingKind.Malformed, "export", "Not an export of a log.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(start[LogExport.Magic.Length..]);
        if (length > LogExport.LongestHeader || ReadBlock(export, (int)length) is not { } block || ReadHeader(block) is not { } header)
            return Stop(LogFindingKind.Malformed, "header", "Not the header of an export.");
        foreach (var unit in header.Units) units.TryAdd(unit.UnitId, unit.SigningPublicKey.Memory);
        if (!ReadCheckpoint(header.Checkpoint.Span)) return Report();
        var (tree, leaves) = (new TileTree(), new List<TreeHash>());
        for (ulong i = 0; i < checkpoint!.Size; i++)
        {
            if (ReadBlock(export, TreeHash.Length) is not { } hash) return Stop(LogFindingKind.Truncated, $"hash {i}", $"The export ends here; the log has {checkpoint.Size} entries.");
            leaves.Add(new TreeHash(hash));
            tree.Append(leaves[^1], _ => { });
        }

        CompareRoot(tree.Root);
        while (ReadBlock(export, sizeof(ushort), isLast: true) is { } prefix)
        {
            var entry = prefix.Length < sizeof(ushort) ? null : ReadBlock(export, BinaryPrimitives.ReadUInt16BigEndian(prefix));
            if (entry is null)
            {
                Add(LogFindingKind.Malformed, $"entry {found.Count}", "The export ends inside it.");
                break;
            }

            Entry(entry);
        }

        return Compare(leaves);
    }

    // Null when the stream ends before; with 'isLast', null when it is at its end, and the rest when it ends before.
    private static byte[]? ReadBlock(Stream stream, int length, bool isLast = false)
    {
        var block = new byte[length];
        var read = stream.ReadAtLeast(block, length, throwOnEndOfStream: false);
        return read == length ? block : isLast && read > 0 ? block[..read] : null;
    }

    private static LogExportHeader? ReadHeader(byte[] bytes)
    {
        try
        {
            var header = LogExportHeader.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
            return header.FormatVersion == 1 && header.ToByteArray().AsSpan().SequenceEqual(bytes) && IsAscending(header) ? header : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsAscending(LogExportHeader header) =>
        !Enumerable.Range(1, Math.Max(0, header.Units.Count - 1)).Any(i => string.CompareOrdinal(header.Units[i - 1].UnitId, header.Units[i].UnitId) >= 0);

    // Of a checkpoint that is not signed by the log, what it says is checked all the same: that names more.
    private bool ReadCheckpoint(ReadOnlySpan<byte> note)
    {
        if (SignedCheckpoint.Open(note, log).TryGet(out var signed, out var refusal))
        {
            checkpoint = signed.Checkpoint;
        }
        else
        {
            Add(refusal.Reason == RefusalReason.BadSignature ? LogFindingKind.BadSignature : LogFindingKind.Malformed, LogFiles.Checkpoint, refusal.Detail);
            if (SignedNote.Read(note).TryGet(out var read, out _) && Checkpoint.Read(read.Text).TryGet(out var unsigned, out _)) checkpoint = unsigned;
        }

        return checkpoint is not null;
    }

    private void CompareRoot(TreeHash root)
    {
        if (root != checkpoint!.Root) Add(LogFindingKind.WrongRoot, LogFiles.Checkpoint, $"Says {checkpoint.Root}; the hashes give {root}.");
    }

    private void Entry(ReadOnlyMemory<byte> bytes)
    {
        var where = $"entry {found.Count}";
        found.Add(TreeHash.Leaf(bytes.Span));
        if (!LogEntries.Read(bytes.Span).TryGet(out var entry, out var refusal))
        {
            Add(LogFindingKind.Malformed, where, refusal.Detail);
            return;
        }

        if (entry.RecordCase != LogEntry.RecordOneofCase.UnitRecord) return;
        records++;
        var record = entry.UnitRecord.Memory;
        if (UnitRecords.Peek(record) is not { } unit) Add(LogFindingKind.Malformed, where, "Not the record of a unit.");
        else if (Walk(unit) is not { } walk) Add(LogFindingKind.UnknownUnit, where, $"Of '{unit}', whose key is not known.");
        else walk.Next(where, record, findings);
    }

    private ChainWalk? Walk(string unit)
    {
        if (walks.TryGetValue(unit, out var known)) return known.Walk;
        var key = units.TryGetValue(unit, out var bytes) ? P256.TryImportPublicKey(bytes.Span) : null;
        walks[unit] = (key, key is null ? null : new ChainWalk(unit, key));
        return walks[unit].Walk;
    }

    private LogReport Compare(List<TreeHash> leaves)
    {
        findings.AddRange(EntryComparison.Compare(leaves, found));
        return Report();
    }

    private T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (AuditLogException e)
        {
            Add(LogFindingKind.Malformed, "folder", e.Message);
            return null;
        }
    }

    private LogReport Stop(LogFindingKind kind, string where, string detail)
    {
        Add(kind, where, detail);
        return Report();
    }

    private LogReport Report()
    {
        foreach (var (key, walk) in walks.Values)
        {
            walk?.End(findings);
            key?.Dispose();
        }

        return new LogReport(checkpoint, (ulong)found.Count, records, walks.Values.Sum(walk => walk.Walk?.Chains ?? 0), findings);
    }

    private void Add(LogFindingKind kind, string where, string detail) => findings.Add(new LogFinding(kind, where, detail));
}
