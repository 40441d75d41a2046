using Google.Protobuf;
using Google.Protobuf.Collections;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>What a complete record has.</summary>
internal static class UnitRecordRules
{
    private const int DigestLength = 32;
    private const int LongestVersion = 64;

    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Complaint(UnitRecord record)
    {
        if (record.FormatVersion != 1) return "the format version is not 1";
        if (!Identifier.IsValid(record.UnitId)) return "there is no unit";
        if (!IsId(record.ChainId)) return "there is no chain";
        if (record.Sequence == 0) return "the sequence counts from 1";
        if (record.PreviousDigest.Length != (record.Sequence == 1 ? 0 : DigestLength)) return "the digest of the record before it is missing, or too much";
        if (CanonicalMessage.Instant(record.At) is null) return "there is no time";
        return IsWhole(record) ? null : $"the fact ({record.FactCase}) is missing or not whole";
    }

    private static bool IsWhole(UnitRecord record) => record.FactCase switch
    {
        UnitRecord.FactOneofCase.Started => IsVersion(record.Started.SoftwareVersion) && IsDigest(record.Started.BoardDigest) && IsDigest(record.Started.BootKeyDigest),
        UnitRecord.FactOneofCase.SelfTested => IsDigest(record.SelfTested.PackDigest),
        UnitRecord.FactOneofCase.OrderTaken => IsId(record.OrderTaken.OrderId) && IsDigest(record.OrderTaken.OrderDigest),
        UnitRecord.FactOneofCase.OrderRefused => IsDigest(record.OrderRefused.OrderDigest) && IsReason(record.OrderRefused.Reason),
        UnitRecord.FactOneofCase.ListTaken => IsId(record.ListTaken.OrderId) && IsId(record.ListTaken.BundleId) && IsDigest(record.ListTaken.HeaderDigest)
            && record.ListTaken is { WatchlistVersion: > 0, Entries: > 0 },
        UnitRecord.FactOneofCase.ListDeleted => IsId(record.ListDeleted.OrderId) && IsId(record.ListDeleted.BundleId) && IsReason(record.ListDeleted.Reason),
        UnitRecord.FactOneofCase.Recognising => IsId(record.Recognising.OrderId) && IsId(record.Recognising.BundleId),
        UnitRecord.FactOneofCase.Suspended => IsIdOrNone(record.Suspended.OrderId) && AreReasons(record.Suspended.Reasons),
        UnitRecord.FactOneofCase.Counted => IsId(record.Counted.OrderId),
        UnitRecord.FactOneofCase.EventMade => IsId(record.EventMade.OrderId) && IsId(record.EventMade.EventId) && record.EventMade.Revision > 0 && IsDigest(record.EventMade.Digest),
        UnitRecord.FactOneofCase.Purged => IsReason(record.Purged.Reason),
        UnitRecord.FactOneofCase.Tampered => IsReason(record.Tampered.Input),
        UnitRecord.FactOneofCase.EngineerSignedIn => IsDigest(record.EngineerSignedIn.Digest),
        UnitRecord.FactOneofCase.Stopped => IsReason(record.Stopped.Reason),
        _ => false,
    };

    private static bool IsId(ByteString id) => WireId.TryRead(id, out _);

    private static bool IsIdOrNone(ByteString id) => id.IsEmpty || IsId(id);

    private static bool IsDigest(ByteString digest) => digest.Length == DigestLength;

    private static bool IsVersion(string version) => version.Length is > 0 and <= LongestVersion && version.All(letter => letter is > ' ' and <= '~');

    // The first value of each is 'none'.
    private static bool IsReason<T>(T reason)
        where T : struct, Enum => Enum.IsDefined(reason) && !reason.Equals(default(T));

    private static bool AreReasons(RepeatedField<SuspensionReason> reasons) =>
        reasons.Count > 0 && reasons.All(IsReason) && Enumerable.Range(1, reasons.Count - 1).All(i => reasons[i - 1] < reasons[i]);
}
