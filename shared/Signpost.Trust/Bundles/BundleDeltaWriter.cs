using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A bundle on the side that wrote it.</summary>
/// <param name="Header">BundleHeader bytes, as signed.</param>
/// <param name="Ciphertext">All of it.</param>
/// <param name="Key">The content key; stays the caller's.</param>
public sealed record BundleCopy(ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Ciphertext, ContentKey Key);

/// <summary>Writes how a bundle differs from another, for a unit that holds the other.</summary>
public static class BundleDeltaWriter
{
    /// <summary>Writes the delta. Nothing about it is signed: what it makes is the very ciphertext that officers signed, or nothing. Plaintext is zeroed
    /// before this returns.</summary>
    /// <param name="from">What the unit holds.</param>
    /// <param name="to">What it is to hold. Entries that are the same to the last bit are kept.</param>
    /// <exception cref="ArgumentException">One of the two is not a bundle with its key.</exception>
    public static byte[] Write(BundleCopy from, BundleCopy to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        using var before = Open(from, nameof(from), out var start);
        using var after = Open(to, nameof(to), out var result);
        var held = Index(before.Span);
        var plan = Plan(before.Span, held, after.Span);
        using var plaintext = new ZeroedBuffer(Measure(plan, after.Span));
        Write(plan, after.Span, plaintext.Span);

        var envelope = BundleDeltaEnvelope.Create(IdOf(start), IdOf(result));
        Span<byte> key = stackalloc byte[ContentKey.Length];
        BundleDeltaEnvelope.DeriveKey(envelope, to.Key.Bytes, start.CiphertextDigest.Span, result.CiphertextDigest.Span, key);
        try
        {
            using var output = new MemoryStream();
            output.Write(envelope);
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            ChunkStream.Encrypt(key, plaintext.Span, output, digest);
            return output.ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static ZeroedBuffer Open(BundleCopy bundle, string name, out BundleHeader header)
    {
        if (!CanonicalMessage.Read(BundleHeader.Parser, bundle.Header.Span, h => h.FormatVersion, "bundle header").TryGet(out var read, out var refusal))
            throw new ArgumentException(refusal.Detail, name);
        header = read;
        if (BundleRules.Check(header) is [var broken, ..]) throw new ArgumentException($"Bundle header: {broken}.", name);
        ChunkStream.TryPlaintextLength((long)header.CiphertextLength, out var length);
        var plaintext = new ZeroedBuffer(checked((int)length));
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var ciphertext = new MemoryStream(bundle.Ciphertext.ToArray(), writable: false);
        if (ChunkStream.Decrypt(bundle.Key.Bytes, ciphertext, plaintext.Span, digest) is not { } failure) return plaintext;
        plaintext.Dispose();
        throw new ArgumentException($"Bundle: {failure}.", name);
    }

    private static Guid IdOf(BundleHeader header) => WireId.TryRead(header.BundleId, out var id) ? id : Guid.Empty;

    // Where each entry of the base stands, by its digest: its bytes are templates, which no dictionary should hold. No two have one reference.
    private static Dictionary<UInt128, int> Index(ReadOnlySpan<byte> content)
    {
        var index = new Dictionary<UInt128, int>();
        var reader = new BundleContentReader(content);
        for (var i = 0; !reader.AtEnd; i++) index[Fingerprint(Next(ref reader))] = i;
        return index;
    }

    private static ReadOnlySpan<byte> Next(scoped ref BundleContentReader reader) =>
        reader.TryReadRaw(out var entry) ? entry : throw new ArgumentException("Bundle: an entry cannot be read.");

    // A collision would give a delta that makes something else than was signed, and the unit would fetch the whole bundle.
    private static UInt128 Fingerprint(ReadOnlySpan<byte> entry)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(entry, digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    // Forward only: an entry that moved towards the start is added anew.
    private static List<Step> Plan(ReadOnlySpan<byte> before, Dictionary<UInt128, int> held, ReadOnlySpan<byte> after)
    {
        var (steps, next) = (new List<Step>(), 0);
        var reader = new BundleContentReader(after);
        while (!reader.AtEnd)
        {
            var entry = Next(ref reader);
            var end = after.Length - reader.Remaining;
            if (held.TryGetValue(Fingerprint(entry), out var at) && at >= next)
            {
                if (at > next) steps.Add(new Step(0, at - next, default));
                if (steps is [.., { Kept: > 0 } last] && at == next) steps[^1] = last with { Kept = last.Kept + 1 };
                else steps.Add(new Step(1, 0, default));
                next = at + 1;
            }
            else
            {
                steps.Add(new Step(0, 0, new Range(end - entry.Length, end)));
            }
        }

        if (held.Count > next) steps.Add(new Step(0, held.Count - next, default));
        return steps;
    }

    private static int Measure(List<Step> plan, ReadOnlySpan<byte> after)
    {
        var total = 0L;
        foreach (var step in plan)
        {
            var length = step.Length(after.Length);
            total += 1 + CodedOutputStream.ComputeLengthSize(length) + length;
        }

        return checked((int)total);
    }

    private static void Write(List<Step> plan, ReadOnlySpan<byte> after, Span<byte> output)
    {
        foreach (var step in plan)
        {
            BundleContentWriter.Tag(ref output, BundleDeltaFields.Step, step.Length(after.Length));
            if (step.Kept > 0)
            {
                BundleContentWriter.Tag(ref output, BundleDeltaFields.Kept, step.Kept);
            }
            else if (step.Removed > 0)
            {
                BundleContentWriter.Tag(ref output, BundleDeltaFields.Removed, step.Removed);
            }
            else
            {
                var entry = after[step.Added];
                BundleContentWriter.Tag(ref output, BundleDeltaFields.Added, entry.Length);
                entry.CopyTo(output);
                output = output[entry.Length..];
            }
        }
    }

    private readonly record struct Step(int Kept, int Removed, Range Added)
    {
        public int Length(int content)
        {
            if (Kept > 0) return 1 + CodedOutputStream.ComputeLengthSize(Kept);
            if (Removed > 0) return 1 + CodedOutputStream.ComputeLengthSize(Removed);
            var length = Added.GetOffsetAndLength(content).Length;
            return 1 + CodedOutputStream.ComputeLengthSize(length) + length;
        }
    }
}
