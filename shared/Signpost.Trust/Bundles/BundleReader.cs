using System.Buffers.Binary;
using System.Security.Cryptography;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Opens a bundle whose header was verified.</summary>
public static class BundleReader
{
    /// <summary>Decrypts and checks everything before anything is released. The plaintext is zeroed whatever happens; the ciphertext's I/O errors
    /// are the caller's.</summary>
    /// <param name="ciphertext">The chunk stream, read to its end: more after it is an alteration.</param>
    /// <param name="header">What officers signed.</param>
    /// <param name="key">The content key; stays the caller's.</param>
    /// <returns>The list, which the caller disposes, or: WrongKey, ContentAltered, Malformed (signed, yet not a bundle's content), Incomplete (an
    /// entry is out of range).</returns>
    public static Result<OpenedBundle> Read(Stream ciphertext, VerifiedBundleHeader header, ContentKey key)
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(key);
        if (!CryptographicOperations.FixedTimeEquals(key.Commitment(), header.ContentKeyCommitment.Span))
            return new Refusal(RefusalReason.WrongKey, $"The content key is not that of bundle {header.BundleId}.");
        ChunkStream.TryPlaintextLength(header.CiphertextLength, out var length);
        using var plaintext = new ZeroedBuffer(checked((int)length));
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (ChunkStream.Decrypt(key.Bytes, ciphertext, plaintext.Span, digest) is { } failure)
            return new Refusal(RefusalReason.ContentAltered, $"Bundle {header.BundleId}: {failure}.");
        if (!header.CiphertextDigest.Span.SequenceEqual(digest.GetHashAndReset()))
            return new Refusal(RefusalReason.ContentAltered, $"Bundle {header.BundleId}: this is not the ciphertext that was signed.");

        var bundle = new OpenedBundle(header);
        if (Fill(bundle, plaintext.Span) is not { } refusal) return bundle;
        bundle.Dispose();
        return refusal;
    }

    private static Refusal? Fill(OpenedBundle bundle, ReadOnlySpan<byte> content)
    {
        var reader = new BundleContentReader(content);
        var references = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < bundle.Count; i++)
        {
            if (!reader.TryReadEntry(out var reference, out var category, out var template))
                return new Refusal(RefusalReason.Malformed, $"Bundle {bundle.Header.BundleId}: entry {i} cannot be read.");
            if (!Wording.IsLine(reference, BundleRules.MaximumReferenceLength) || !references.Add(reference))
                return Incomplete(i, "its reference is missing, or another entry's");
            if (!bundle.Header.Order.Categories.Contains(category)) return Incomplete(i, "its category is not among the order's");
            if (template.Length != 2 * bundle.TemplateLength)
                return Incomplete(i, $"its template has {template.Length} bytes, not {2 * bundle.TemplateLength}");
            var slot = bundle.Slot(i);
            for (var j = 0; j < slot.Length; j++) slot[j] = BinaryPrimitives.ReadHalfLittleEndian(template[(2 * j)..]);
            if (!BundleRules.IsUnitVector(slot)) return Incomplete(i, "its template is not L2-normalised");
            bundle.Name(i, reference, category);
        }

        return reader.AtEnd ? null : new Refusal(RefusalReason.Malformed, $"Bundle {bundle.Header.BundleId}: there is more than {bundle.Count} entries.");
    }

    private static Refusal Incomplete(int entry, string why) => new(RefusalReason.Incomplete, $"Bundle: entry {entry}: {why}.");
}
