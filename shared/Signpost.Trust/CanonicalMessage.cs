using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Reads protobuf payloads in the one encoding that is accepted.</summary>
internal static class CanonicalMessage
{
    /// <summary>Reads version 1 of a message. Only the encoding this system writes is taken: fields ascending, defaults absent, nothing
    /// unknown.</summary>
    /// <param name="parser">The message's parser.</param>
    /// <param name="bytes">The payload, already authenticated.</param>
    /// <param name="formatVersion">Where the message keeps its version.</param>
    /// <param name="what">Name for the refusal.</param>
    public static Result<T> Read<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes, Func<T, uint> formatVersion, string what)
        where T : class, IMessage<T>
    {
        T message;
        try
        {
            message = parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return new Refusal(RefusalReason.Malformed, $"{what}: not a protobuf message.");
        }

        // Before the encoding: a later version may well carry fields that are unknown here.
        if (formatVersion(message) != 1)
            return new Refusal(RefusalReason.UnknownVersion, $"{what}: format version {formatVersion(message)}; version 1 is known.");
        return message.ToByteArray().AsSpan().SequenceEqual(bytes)
            ? message
            : new Refusal(RefusalReason.Malformed, $"{what}: not in its canonical encoding, or with fields that version 1 does not know.");
    }

    /// <summary>A point in time; null when absent or outside the years 1 to 9999.</summary>
    public static DateTimeOffset? Instant(Timestamp? timestamp)
    {
        const long first = -62_135_596_800;
        const long last = 253_402_300_799;
        return timestamp is { Seconds: >= first and <= last, Nanos: >= 0 and < 1_000_000_000 } ? timestamp.ToDateTimeOffset() : null;
    }
}
