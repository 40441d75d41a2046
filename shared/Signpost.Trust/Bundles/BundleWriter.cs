using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Compiles a watchlist into ciphertext and the header that officers sign.</summary>
public static class BundleWriter
{
    /// <summary>Encrypts the entries under a new content key. The plaintext is zeroed before this returns.</summary>
    /// <param name="facts">For the header.</param>
    /// <param name="entries">At least one; templates of <see cref="BundleFacts.TemplateLength"/> values, L2-normalised.</param>
    /// <param name="ciphertext">Receives the chunk stream.</param>
    /// <exception cref="ArgumentException">No unit would take this bundle; the message says why.</exception>
    public static WrittenBundle Write(BundleFacts facts, IReadOnlyList<BundleTemplate> entries, Stream ciphertext)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(ciphertext);
        Check(facts, entries);

        using var plaintext = new ZeroedBuffer(BundleContentWriter.Length(entries, facts.TemplateLength));
        BundleContentWriter.Write(entries, facts.TemplateLength, plaintext.Span);

        var key = ContentKey.Create();
        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            ChunkStream.Encrypt(key.Bytes, plaintext.Span, ciphertext, digest);
            var header = new BundleHeader
            {
                FormatVersion = 1,
                BundleId = WireId.From(facts.BundleId),
                OrderDigest = ByteString.CopyFrom(facts.OrderDigest.Span),
                WatchlistId = facts.WatchlistId,
                WatchlistVersion = facts.WatchlistVersion,
                Entries = (uint)entries.Count,
                TemplateLength = (uint)facts.TemplateLength,
                PackDigest = ByteString.CopyFrom(facts.PackDigest.Span),
                NotAfter = facts.NotAfter.ToTimestamp(),
                ChunkLength = ChunkStream.ChunkLength,
                CiphertextLength = (ulong)ChunkStream.CiphertextLength(plaintext.Span.Length),
                CiphertextDigest = ByteString.CopyFrom(digest.GetHashAndReset()),
                ContentKeyCommitment = ByteString.CopyFrom(key.Commitment()),
                IncludesUnder18 = facts.IncludesUnder18,
            };
            if (BundleRules.Check(header) is [var broken, ..]) throw new ArgumentException($"Bundle header: {broken}.", nameof(facts));
            return new WrittenBundle(header.ToByteArray(), key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static void Check(BundleFacts facts, IReadOnlyList<BundleTemplate> entries)
    {
        if (entries.Count is 0 or > BundleRules.MaximumEntries)
            throw new ArgumentException($"{entries.Count} entries; 1 to {BundleRules.MaximumEntries} are expected.", nameof(entries));
        if (facts.TemplateLength is < 1 or > BundleRules.MaximumTemplateLength)
            throw new ArgumentException($"Template length {facts.TemplateLength}; 1 to {BundleRules.MaximumTemplateLength} are expected.", nameof(facts));
        var references = new HashSet<string>(StringComparer.Ordinal);
        var rounded = new Half[facts.TemplateLength];
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (!Wording.IsLine(entry.Reference, BundleRules.MaximumReferenceLength))
                throw new ArgumentException($"Entry {i}: no reference.", nameof(entries));
            if (!references.Add(entry.Reference)) throw new ArgumentException($"Entry {i}: its reference stands there twice.", nameof(entries));
            if (entry.Category == Category.Unspecified || !System.Enum.IsDefined(entry.Category))
                throw new ArgumentException($"Entry {i}: unknown category.", nameof(entries));
            if (entry.Template.Length != facts.TemplateLength)
                throw new ArgumentException($"Entry {i}: {entry.Template.Length} values, not {facts.TemplateLength}.", nameof(entries));
            for (var j = 0; j < rounded.Length; j++) rounded[j] = (Half)entry.Template.Span[j];
            if (!BundleRules.IsUnitVector(rounded)) throw new ArgumentException($"Entry {i}: the template is not L2-normalised.", nameof(entries));
        }

        Array.Clear(rounded);
    }
}
