using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A bundle header whose signatures, fields and order were checked. Immutable.</summary>
public sealed class VerifiedBundleHeader
{
    internal VerifiedBundleHeader(BundleHeader header, VerifiedOrder order)
    {
        WireId.TryRead(header.BundleId, out var id);
        BundleId = id;
        Order = order;
        WatchlistVersion = header.WatchlistVersion;
        Entries = (int)header.Entries;
        TemplateLength = (int)header.TemplateLength;
        NotAfter = header.NotAfter.ToDateTimeOffset();
        CiphertextLength = (long)header.CiphertextLength;
        CiphertextDigest = header.CiphertextDigest.ToByteArray();
        ContentKeyCommitment = header.ContentKeyCommitment.ToByteArray();
    }

    /// <summary>Identity of the bundle.</summary>
    public Guid BundleId { get; }

    /// <summary>The order it serves; watchlist id and pack are the same.</summary>
    public VerifiedOrder Order { get; }

    /// <summary>Keep the highest taken of this watchlist and pass it as the held version next time.</summary>
    public ulong WatchlistVersion { get; }

    /// <summary>Entries in it, at least one.</summary>
    public int Entries { get; }

    /// <summary>Values in a template.</summary>
    public int TemplateLength { get; }

    /// <summary>First moment at which the bundle is used no more.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Bytes of the ciphertext.</summary>
    public long CiphertextLength { get; }

    /// <summary>SHA-256 of the ciphertext, 32 bytes.</summary>
    public ReadOnlyMemory<byte> CiphertextDigest { get; }

    internal ReadOnlyMemory<byte> ContentKeyCommitment { get; }
}
