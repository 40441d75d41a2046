using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>What a bundle header and its entries have to hold.</summary>
public static class BundleRules
{
    /// <summary>Entries of a watchlist.</summary>
    public const int MaximumEntries = 100_000;

    /// <summary>Values of a template.</summary>
    public const int MaximumTemplateLength = 4096;

    /// <summary>Characters of an entry's reference.</summary>
    public const int MaximumReferenceLength = 64;

    /// <summary>How far above the highest version taken a watchlist's next one may be: more changes than a list sees, and so few that no one header puts
    /// a list beyond every later version.</summary>
    public const ulong LongestVersionStep = 1_000_000;

    /// <summary>Bytes of a bundle's ciphertext: what a unit may be asked to keep in memory.</summary>
    public const long MaximumCiphertextLength = 512L * 1024 * 1024;

    /// <summary>Bytes of every chunk of a ciphertext but the last, with its tag.</summary>
    public const int SealedChunkLength = ChunkStream.ChunkLength + ChunkStream.TagLength;

    // Half precision keeps 11 bits: a unit vector's norm stays within 0.001 of 1. Anything further off was never normalised.
    private const float NormTolerance = 0.01f;

    /// <summary>Everything that is missing or out of range, one line each; empty when the header is complete.</summary>
    public static IReadOnlyList<string> Check(BundleHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return [.. Broken(header)];
    }

    internal static bool IsUnitVector(ReadOnlySpan<Half> template)
    {
        var squares = 0f;
        foreach (var value in template) squares += (float)value * (float)value;
        return Math.Abs(MathF.Sqrt(squares) - 1f) <= NormTolerance;
    }

    private static IEnumerable<string> Broken(BundleHeader header)
    {
        if (header.FormatVersion != 1) yield return $"format version is {header.FormatVersion}, not 1";
        if (!WireId.TryRead(header.BundleId, out _)) yield return "bundle id is not a UUID of 16 bytes";
        if (header.OrderDigest.Length != OrderRules.DigestLength)
            yield return $"order digest has {header.OrderDigest.Length} bytes, not {OrderRules.DigestLength}";
        if (!Identifier.IsValid(header.WatchlistId)) yield return "watchlist id is not 1 to 64 of a-z, 0-9 and '-'";
        if (header.WatchlistVersion == 0) yield return "watchlist version is 0; versions count from 1";
        if (header.Entries is 0 or > MaximumEntries) yield return $"{header.Entries} entries; 1 to {MaximumEntries} are expected";
        if (header.TemplateLength is 0 or > MaximumTemplateLength)
            yield return $"template length is {header.TemplateLength}; 1 to {MaximumTemplateLength} are expected";
        if (header.PackDigest.Length != OrderRules.DigestLength)
            yield return $"pack digest has {header.PackDigest.Length} bytes, not {OrderRules.DigestLength}";
        if (CanonicalMessage.Instant(header.NotAfter) is null) yield return "end is missing";
        if (header.ChunkLength != ChunkStream.ChunkLength) yield return $"chunk length is {header.ChunkLength}, not {ChunkStream.ChunkLength}";
        if (header.CiphertextLength > MaximumCiphertextLength)
            yield return $"ciphertext length is {header.CiphertextLength}; at most {MaximumCiphertextLength} are expected";
        else if (!ChunkStream.TryPlaintextLength((long)header.CiphertextLength, out _))
            yield return $"no ciphertext has {header.CiphertextLength} bytes";
        if (header.CiphertextDigest.Length != OrderRules.DigestLength)
            yield return $"ciphertext digest has {header.CiphertextDigest.Length} bytes, not {OrderRules.DigestLength}";
        if (header.ContentKeyCommitment.Length != OrderRules.DigestLength)
            yield return $"content key commitment has {header.ContentKeyCommitment.Length} bytes, not {OrderRules.DigestLength}";
    }
}
