using System.Buffers.Binary;
using Google.Protobuf;
using Signpost.Contracts.V1;

namespace Signpost.AuditLog;

/// <summary>A whole log in one file, to be checked by whoever has the log's public key: its first bytes, a header (uint32 length, big-endian, and <see cref="LogExportHeader"/>), the 32
/// bytes of every leaf's hash, and the entries behind their lengths, as in a bundle. The hashes are what lets a check say which entry is not the one that was signed.</summary>
public static class LogExport
{
    internal const int LongestHeader = 4 * 1024 * 1024;

    internal static ReadOnlySpan<byte> Magic => "SGNLOG1\n"u8;

    /// <summary>Writes an export.</summary>
    /// <param name="log">The log, up to the checkpoint.</param>
    /// <param name="checkpoint">As it is signed.</param>
    /// <param name="units">The units' signing public keys, SubjectPublicKeyInfo, by their ids.</param>
    /// <param name="export">Takes it.</param>
    /// <exception cref="AuditLogException">Something of the log is missing.</exception>
    public static void Write(LogReader log, SignedCheckpoint checkpoint, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> units, Stream export)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(export);
        if (log.Size != checkpoint.Checkpoint.Size) throw new ArgumentException("The reader reads another size than the checkpoint's.", nameof(log));
        var header = new LogExportHeader { FormatVersion = 1, Checkpoint = ByteString.CopyFrom(checkpoint.Note.ToBytes()) };
        foreach (var (id, key) in units.OrderBy(unit => unit.Key, StringComparer.Ordinal)) header.Units.Add(new UnitKey { UnitId = id, SigningPublicKey = ByteString.CopyFrom(key.Span) });
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(length, header.CalculateSize());
        export.Write(Magic);
        export.Write(length);
        export.Write(header.ToByteArray());
        for (ulong tile = 0; tile << Tiles.Height < log.Size; tile++) export.Write(Tiles.Write(log.Tile(0, tile, Tiles.WidthOf(0, tile, log.Size))));
        foreach (var entry in log.Entries()) EntryBundle.Write(export, entry.Span);
    }
}
