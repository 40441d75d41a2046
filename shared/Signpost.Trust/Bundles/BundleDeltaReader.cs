using System.Security.Cryptography;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A bundle on the side that reads it.</summary>
/// <param name="Header">Verified.</param>
/// <param name="Key">Its content key.</param>
public sealed record HeldBundle(VerifiedBundleHeader Header, ContentKey Key);

/// <summary>Makes a bundle's ciphertext from another bundle and a delta.</summary>
public static class BundleDeltaReader
{
    /// <summary>The longest delta that is worth its trouble for a bundle of <paramref name="ciphertextLength"/> bytes: half of it.</summary>
    public static long LongestDelta(long ciphertextLength) => ciphertextLength / 2;

    /// <summary>Makes the ciphertext that officers signed, byte for byte: the content key and the content give no other. Until this returns null, what
    /// is in <paramref name="output"/> is worth nothing. Plaintext is zeroed whatever happens; I/O errors are the caller's.</summary>
    /// <param name="delta">All of it.</param>
    /// <param name="from">The base.</param>
    /// <param name="ciphertext">The base's ciphertext, read to its end.</param>
    /// <param name="to">What is to be made.</param>
    /// <param name="output">Receives it.</param>
    /// <returns>Null, or: WrongKey, Malformed, UnknownVersion, WrongBase, ContentAltered (also when it makes something else than was signed).</returns>
    public static Refusal? Apply(ReadOnlySpan<byte> delta, HeldBundle from, Stream ciphertext, HeldBundle to, Stream output)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(ciphertext);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(output);
        if (!CryptographicOperations.FixedTimeEquals(to.Key.Commitment(), to.Header.ContentKeyCommitment.Span))
            return new Refusal(RefusalReason.WrongKey, $"The content key is not that of bundle {to.Header.BundleId}.");
        if (BundleDeltaEnvelope.Check(delta, from.Header.BundleId, to.Header.BundleId) is { } misplaced) return misplaced;
        var envelope = delta[..BundleDeltaEnvelope.Length];
        if (!ChunkStream.TryPlaintextLength(delta.Length - BundleDeltaEnvelope.Length, out var length)) return new Refusal(RefusalReason.ContentAltered, "The delta is cut off.");

        using var before = new ZeroedBuffer(PlaintextLength(from.Header));
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (ChunkStream.Decrypt(from.Key.Bytes, ciphertext, before.Span, digest) is { } damaged) return Altered($"the base: {damaged}");
        if (!from.Header.CiphertextDigest.Span.SequenceEqual(digest.GetHashAndReset())) return Altered("the base is not the ciphertext that was signed");

        using var steps = new ZeroedBuffer(checked((int)length));
        if (DecryptSteps(delta[BundleDeltaEnvelope.Length..], envelope, from.Header, to, steps.Span) is { } failure) return Altered(failure);
        using var after = new ZeroedBuffer(PlaintextLength(to.Header));
        if (!TryFollow(steps.Span, before.Span, after.Span)) return new Refusal(RefusalReason.Malformed, "The delta's steps do not lead from its base to its result.");
        ChunkStream.Encrypt(to.Key.Bytes, after.Span, output, digest);
        return to.Header.CiphertextDigest.Span.SequenceEqual(digest.GetHashAndReset()) ? null : Altered("it makes something else than was signed");
    }

    /// <summary>Follows the steps; false when they cannot be read, or do not use up the base and fill the result exactly.</summary>
    internal static bool TryFollow(ReadOnlySpan<byte> steps, ReadOnlySpan<byte> before, Span<byte> after)
    {
        var rest = after;
        var held = new BundleContentReader(before);
        while (!steps.IsEmpty)
        {
            if (!BundleContentReader.TryReadBlock(ref steps, BundleDeltaFields.Step, out var step)) return false;
            var done = step.IsEmpty ? false : step[0] switch
            {
                BundleDeltaFields.Kept => TryPass(ref step, BundleDeltaFields.Kept, ref held, before, ref rest, copy: true),
                BundleDeltaFields.Removed => TryPass(ref step, BundleDeltaFields.Removed, ref held, before, ref rest, copy: false),
                _ => BundleContentReader.TryReadBlock(ref step, BundleDeltaFields.Added, out var entry) && TryAdd(entry, ref rest),
            };
            if (!done || !step.IsEmpty) return false;
        }

        return held.AtEnd && rest.IsEmpty;
    }

    private static bool TryPass(
        scoped ref ReadOnlySpan<byte> step, byte tag, scoped ref BundleContentReader held, ReadOnlySpan<byte> before, scoped ref Span<byte> rest, bool copy)
    {
        if (!BundleContentReader.TryReadNumber(ref step, tag, out var count)) return false;
        var start = before.Length - held.Remaining;
        for (var i = 0; i < count; i++)
        {
            if (!held.TryReadRaw(out _)) return false;
        }

        var passed = before[start..(before.Length - held.Remaining)];
        if (!copy) return true;
        if (!passed.TryCopyTo(rest)) return false;
        rest = rest[passed.Length..];
        return true;
    }

    private static bool TryAdd(ReadOnlySpan<byte> entry, scoped ref Span<byte> rest)
    {
        // The tag, and a length of five bytes at most.
        Span<byte> head = stackalloc byte[6];
        var unwritten = head;
        BundleContentWriter.Tag(ref unwritten, BundleContentFields.Entry, entry.Length);
        head = head[..^unwritten.Length];
        if (head.Length + entry.Length > rest.Length) return false;
        head.CopyTo(rest);
        entry.CopyTo(rest[head.Length..]);
        rest = rest[(head.Length + entry.Length)..];
        return true;
    }

    private static string? DecryptSteps(ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> envelope, VerifiedBundleHeader from, HeldBundle to, Span<byte> steps)
    {
        Span<byte> key = stackalloc byte[ContentKey.Length];
        BundleDeltaEnvelope.DeriveKey(envelope, to.Key.Bytes, from.CiphertextDigest.Span, to.Header.CiphertextDigest.Span, key);
        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var input = new MemoryStream(chunks.ToArray(), writable: false);
            return ChunkStream.Decrypt(key, input, steps, digest);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static int PlaintextLength(VerifiedBundleHeader header)
    {
        ChunkStream.TryPlaintextLength(header.CiphertextLength, out var length);
        return checked((int)length);
    }

    private static Refusal Altered(string why) => new(RefusalReason.ContentAltered, $"Delta: {why}.");
}
