using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

/// <summary>A bundle that a unit holds, the one that follows it, and deltas between the two, honest and forged.</summary>
internal static class TestDelta
{
    /// <summary>Version 2 of the list: ref-1, ref-2, ref-3.</summary>
    public static readonly TestBundle Base = Version(2, new Guid("018f3c7e-0000-7000-8000-0000000000b2"), Entries());

    /// <summary>Version 3: ref-2 is gone, ref-4 is new.</summary>
    public static readonly TestBundle Next = Version(3, BundleId, [Entries()[0], Entries()[2], new("ref-4", Category.WantedOnWarrant, Axis(3))]);

    /// <summary>Version 2 as well, and another bundle: its entries are those of <see cref="Base"/>.</summary>
    public static readonly TestBundle Stranger = Version(2, new Guid("018f3c7e-0000-7000-8000-0000000000b3"), Entries());

    public static TestBundle Version(ulong version, Guid id, IReadOnlyList<BundleTemplate> entries)
    {
        using var ciphertext = new MemoryStream();
        using var written = BundleWriter.Write(Facts(Order().ToByteArray()) with { BundleId = id, WatchlistVersion = version }, entries, ciphertext);
        return new TestBundle(Sign(ContentTypes.BundleHeader, written.Header.Span, Author, Authoriser), ciphertext.ToArray(), written.Key.Bytes.ToArray());
    }

    public static byte[] Write(TestBundle from, TestBundle to)
    {
        using var fromKey = ContentKey.From(from.Key);
        using var toKey = ContentKey.From(to.Key);
        return BundleDeltaWriter.Write(new BundleCopy(Payload(from), from.Ciphertext, fromKey), new BundleCopy(Payload(to), to.Ciphertext, toKey));
    }

    /// <summary>Steps of one's own, well sealed: by somebody who has the content key.</summary>
    public static byte[] Forge(BundleDelta steps) => Forge(steps.ToByteArray());

    public static byte[] Forge(byte[] steps)
    {
        var (from, to) = (VerifyHeader(Base.Header).Value, VerifyHeader(Next.Header).Value);
        var envelope = BundleDeltaEnvelope.Create(from.BundleId, to.BundleId);
        var key = new byte[ContentKey.Length];
        BundleDeltaEnvelope.DeriveKey(envelope, Next.Key, from.CiphertextDigest.Span, to.CiphertextDigest.Span, key);
        using var output = new MemoryStream();
        output.Write(envelope);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ChunkStream.Encrypt(key, steps, output, digest);
        return output.ToArray();
    }

    /// <summary>What a unit that holds <paramref name="from"/> makes of a delta.</summary>
    public static Result<OpenedBundle> Apply(byte[] delta, TestBundle from, TestBundle to)
    {
        using var fromKey = ContentKey.From(from.Key);
        using var toKey = ContentKey.From(to.Key);
        var target = VerifyHeader(to.Header).Value;
        using var made = new MemoryStream();
        if (BundleDeltaReader.Apply(delta, new HeldBundle(VerifyHeader(from.Header).Value, fromKey), new MemoryStream(from.Ciphertext), new HeldBundle(target, toKey), made) is { } refusal) return refusal;
        Assert.Equal(to.Ciphertext, made.ToArray());
        made.Position = 0;
        return BundleReader.Read(made, target, toKey);
    }

    /// <summary>The entry as the wire has it.</summary>
    public static BundleEntry Wire(BundleTemplate entry) => new()
    {
        Reference = entry.Reference,
        Category = entry.Category,
        Template = ByteString.CopyFrom([.. entry.Template.ToArray().SelectMany(value => BitConverter.GetBytes((Half)value))]),
    };

    private static byte[] Payload(TestBundle bundle) => CoseSign.Read(bundle.Header, ContentTypes.BundleHeader).Value.Payload.ToArray();
}
