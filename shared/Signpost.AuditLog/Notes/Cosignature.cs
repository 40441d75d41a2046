using System.Buffers.Binary;
using System.Globalization;

namespace Signpost.AuditLog;

/// <summary>A witness's word: at this time, this was the largest checkpoint of the log that it had seen, consistent with all before (C2SP tlog-cosignature,
/// cosignature/v1).</summary>
/// <param name="Witness">Whose.</param>
/// <param name="Time">By the witness's clock; full seconds.</param>
public sealed record Cosignature(NoteVerifier Witness, DateTimeOffset Time)
{
    private const int TimeLength = sizeof(ulong);

    // The last second of the year 9999: the specification allows more, dates do not.
    private const ulong LatestTime = 253_402_300_799;

    internal static NoteSignature Make(string text, NoteSigner witness, ulong time)
    {
        var signature = witness.Sign(ToBeSigned(text, time));
        var bytes = new byte[TimeLength + Ed25519.SignatureLength];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, time);
        signature.Bytes.CopyTo(bytes.AsMemory(TimeLength));
        return signature with { Bytes = bytes };
    }

    /// <summary>The lines that are signed, from the note's whole text.</summary>
    internal static byte[] ToBeSigned(string text, ulong time) => NoteText.Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}"));

    /// <summary>Time and signature; null when the bytes are not 72, or the time is not before the year 10000.</summary>
    internal static (ulong Time, byte[] Signature)? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != TimeLength + Ed25519.SignatureLength) return null;
        var time = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return time <= LatestTime ? (time, bytes[TimeLength..].ToArray()) : null;
    }
}
