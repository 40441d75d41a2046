using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Signs and verifies single records of a unit; how they hang together is the audit log's.</summary>
public static class UnitRecords
{
    /// <summary>Bytes of the longest record that is taken.</summary>
    public const int LongestRecord = 4096;

    /// <summary>Signs a record; the unit's side.</summary>
    /// <returns>COSE_Sign1.</returns>
    /// <exception cref="ArgumentException">The record is one that <see cref="Verify"/> would refuse.</exception>
    public static byte[] Sign(UnitRecord record, ECDsa signingKey)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (UnitRecordRules.Complaint(record) is { } complaint) throw new ArgumentException($"Record: {complaint}.", nameof(record));
        return CoseSign1.Sign(ContentTypes.UnitRecord, record.UnitId, record.ToByteArray(), signingKey);
    }

    /// <summary>Who claims to have signed a record; nothing is verified. For finding the key.</summary>
    /// <returns>The unit's id; null when there is nothing to be read.</returns>
    public static string? Peek(ReadOnlyMemory<byte> record) =>
        record.Length <= LongestRecord && CoseSign1.Read(record, ContentTypes.UnitRecord).TryGet(out var cose, out _) ? cose.Signatures[0].KeyId : null;

    /// <summary>Reads a record of one's own, whose signature was verified when it was made or is verified elsewhere.</summary>
    /// <returns>The record, or: Malformed, WrongUnit, UnknownVersion, Incomplete.</returns>
    public static Result<UnitRecord> Read(ReadOnlyMemory<byte> record, string unitId) => Read(record, unitId, cose => null);

    /// <summary>Verifies a record.</summary>
    /// <param name="record">COSE_Sign1.</param>
    /// <param name="unitId">The unit whose chain it stands in.</param>
    /// <param name="signingKey">The key that this unit enrolled.</param>
    /// <returns>The record, or: Malformed, WrongUnit, BadSignature, UnknownVersion, Incomplete.</returns>
    public static Result<UnitRecord> Verify(ReadOnlyMemory<byte> record, string unitId, ECDsa signingKey)
    {
        ArgumentNullException.ThrowIfNull(signingKey);
        return Read(record, unitId, cose => cose.IsSignedBy(cose.Signatures[0], signingKey)
            ? null
            : new Refusal(RefusalReason.BadSignature, $"The record is not signed by '{unitId}'."));
    }

    private static Result<UnitRecord> Read(ReadOnlyMemory<byte> record, string unitId, Func<CoseMessage, Refusal?> check)
    {
        if (record.Length > LongestRecord) return new Refusal(RefusalReason.Malformed, $"Record: {record.Length} bytes; at most {LongestRecord} are taken.");
        if (!CoseSign1.Read(record, ContentTypes.UnitRecord).TryGet(out var cose, out var refusal)) return refusal;
        if (cose.Signatures[0].KeyId != unitId) return new Refusal(RefusalReason.WrongUnit, $"The record is signed as '{cose.Signatures[0].KeyId}', not as '{unitId}'.");
        if (check(cose) is { } failed) return failed;
        if (!CanonicalMessage.Read(UnitRecord.Parser, cose.Payload.Span, m => m.FormatVersion, "record").TryGet(out var read, out refusal)) return refusal;
        if (read.UnitId != unitId) return new Refusal(RefusalReason.WrongUnit, $"The record is of '{read.UnitId}', not of '{unitId}'.");
        return UnitRecordRules.Complaint(read) is { } complaint ? new Refusal(RefusalReason.Incomplete, $"Record: {complaint}.") : read;
    }
}
