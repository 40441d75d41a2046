using System.Text;
using Google.Protobuf;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>Reads and writes entries of the control plane's log.</summary>
public static class LogEntries
{
    private const int LongestAction = 64;
    private const int DigestLength = 32;

    /// <summary>The entry of a unit's record.</summary>
    /// <param name="record">COSE_Sign1, as the unit signed it.</param>
    public static byte[] OfUnit(ReadOnlySpan<byte> record) => new LogEntry { FormatVersion = 1, UnitRecord = ByteString.CopyFrom(record) }.ToByteArray();

    /// <summary>The entry of a member of staff's action.</summary>
    /// <exception cref="ArgumentException">The record is one that <see cref="Read"/> would refuse.</exception>
    public static byte[] OfStaff(StaffRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return IsWhole(record) ? new LogEntry { FormatVersion = 1, StaffRecord = record }.ToByteArray() : throw new ArgumentException("The record is not whole.", nameof(record));
    }

    /// <summary>Reads an entry; a unit's record in it is not verified.</summary>
    /// <returns>The entry, or: Malformed (also: not in its canonical encoding), UnknownVersion, Incomplete.</returns>
    public static Result<LogEntry> Read(ReadOnlySpan<byte> entry)
    {
        LogEntry read;
        try
        {
            read = LogEntry.Parser.WithDiscardUnknownFields(true).ParseFrom(entry);
        }
        catch (InvalidProtocolBufferException)
        {
            return new Refusal(RefusalReason.Malformed, "Entry: not a protobuf message.");
        }

        if (read.FormatVersion != 1) return new Refusal(RefusalReason.UnknownVersion, $"Entry: format version {read.FormatVersion}; version 1 is known.");
        if (!read.ToByteArray().AsSpan().SequenceEqual(entry)) return new Refusal(RefusalReason.Malformed, "Entry: not in its canonical encoding.");
        return read.RecordCase switch
        {
            LogEntry.RecordOneofCase.UnitRecord => read,
            LogEntry.RecordOneofCase.StaffRecord when IsWhole(read.StaffRecord) => read,
            _ => new Refusal(RefusalReason.Incomplete, "Entry: no record, or one that is not whole."),
        };
    }

    private static bool IsWhole(StaffRecord record) =>
        record.At is { Seconds: >= -62_135_596_800 and <= 253_402_300_799, Nanos: >= 0 and < 1_000_000_000 } && IsAction(record.Action)
        && (record.OrderId.IsEmpty || WireId.TryRead(record.OrderId, out _)) && record.Digest.Length == DigestLength;

    private static bool IsAction(string action) =>
        Encoding.UTF8.GetByteCount(action) <= LongestAction && action.Split('.') is [{ Length: > 0 }, { Length: > 0 }] && action.All(letter => char.IsAsciiLetterLower(letter) || letter is '-' or '.');
}
