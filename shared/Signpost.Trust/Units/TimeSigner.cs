using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Signs the control plane's time for one question of one unit. Thread-safe.</summary>
public sealed class TimeSigner : IDisposable
{
    internal const string KeyId = "time";

    /// <summary>Bytes of a question's nonce.</summary>
    public const int NonceLength = 16;

    private readonly ECDsa key;
    private readonly ByteString certificate;
    private readonly TimeProvider time;

    internal TimeSigner(ECDsa key, byte[] certificate, TimeProvider time)
    {
        this.key = key;
        this.certificate = ByteString.CopyFrom(certificate);
        this.time = time;
    }

    /// <summary>The time of this moment; null when <paramref name="nonce"/> has not 16 bytes: nobody asked.</summary>
    public TimeStatement? Tell(string unitId, ReadOnlySpan<byte> nonce) => nonce.Length == NonceLength ? Tell(unitId, nonce, time.GetUtcNow()) : null;

    internal TimeStatement Tell(string unitId, ReadOnlySpan<byte> nonce, DateTimeOffset now)
    {
        var told = new SignedTime { FormatVersion = 1, UnitId = unitId, Nonce = ByteString.CopyFrom(nonce), Time = now.ToTimestamp() };
        byte[] signed;
        lock (key) signed = CoseSign1.Sign(ContentTypes.SignedTime, KeyId, told.ToByteArray(), key);
        return new TimeStatement { SignedTime = ByteString.CopyFrom(signed), Certificate = certificate };
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
