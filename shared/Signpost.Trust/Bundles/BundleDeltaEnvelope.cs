using System.Security.Cryptography;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>What stands in the clear before a delta's chunk stream, and the key that follows from it.</summary>
internal static class BundleDeltaEnvelope
{
    public const byte Version = 1;
    public const int SaltLength = 32;

    /// <summary>Version, base, result, salt.</summary>
    public const int Length = 1 + 16 + 16 + SaltLength;

    private const int SaltAt = Length - SaltLength;

    /// <summary>A new envelope, with a salt of its own: a key never serves two deltas, whoever makes the same one twice.</summary>
    public static byte[] Create(Guid from, Guid to)
    {
        var envelope = new byte[Length];
        envelope[0] = Version;
        from.TryWriteBytes(envelope.AsSpan(1), bigEndian: true, out _);
        to.TryWriteBytes(envelope.AsSpan(17), bigEndian: true, out _);
        RandomNumberGenerator.Fill(envelope.AsSpan(SaltAt));
        return envelope;
    }

    /// <summary>Why a delta that begins so is none from <paramref name="from"/> to <paramref name="to"/>, or null.</summary>
    public static Refusal? Check(ReadOnlySpan<byte> envelope, Guid from, Guid to)
    {
        if (envelope.Length < 1) return new Refusal(RefusalReason.Malformed, "The delta is empty.");
        if (envelope[0] != Version) return new Refusal(RefusalReason.UnknownVersion, $"The delta's format version is {envelope[0]}, not {Version}.");
        if (envelope.Length < Length) return new Refusal(RefusalReason.Malformed, "The delta is cut off.");
        if (new Guid(envelope.Slice(17, 16), bigEndian: true) != to) return new Refusal(RefusalReason.ContentAltered, $"The delta leads to another bundle than {to}.");
        return new Guid(envelope.Slice(1, 16), bigEndian: true) == from ? null : new Refusal(RefusalReason.WrongBase, $"The delta starts from another bundle than {from}, which is held.");
    }

    /// <summary>The AES-128 key of a delta: only who may read the result has it, and only for this base.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="contentKey">The result's content key, 16 bytes.</param>
    /// <param name="fromDigest">SHA-256 of the base's ciphertext.</param>
    /// <param name="toDigest">SHA-256 of the result's ciphertext.</param>
    /// <param name="key">Receives 16 bytes, which the caller zeroes.</param>
    public static void DeriveKey(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> contentKey, ReadOnlySpan<byte> fromDigest, ReadOnlySpan<byte> toDigest, Span<byte> key)
    {
        ReadOnlySpan<byte> info = [.. "signpost bundle delta v1"u8, .. envelope[..SaltAt], .. fromDigest, .. toDigest];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, contentKey, key, envelope[SaltAt..Length], info);
    }
}
