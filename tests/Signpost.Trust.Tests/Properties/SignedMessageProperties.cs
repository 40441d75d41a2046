using CsCheck;
using Google.Protobuf;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

/// <summary>Whatever is not exactly what was signed or sealed is refused, and never with an exception.</summary>
public sealed class SignedMessageProperties
{
    private static readonly VerifiedRoster Officers = VerifiedRoster();
    private static readonly VerifiedOrder Authorised = VerifiedOrder();
    private static readonly byte[] SignedRoster = SignRoster(Roster());
    private static readonly byte[] SignedOrder = SignOrder(Order());
    private static readonly byte[] SignedWithPasskey = SignWithPasskey(Order()).Order;
    private static readonly TestBundle Sealed = Bundle();
    private static readonly VerifiedBundleHeader Header = BundleVerifier.VerifyHeader(Sealed.Header, Authorised, Officers, Now, 0).Value;
    private static readonly byte[] Match = SealedMatch();

    public static TheoryData<string> Readers() => ["roster", "order", "order signed with a passkey", "bundle header", "match message", "ciphertext"];

    [Theory]
    [MemberData(nameof(Readers))]
    public void Reader_AnyOneBitFlipped_IsRefused(string reader)
    {
        var (message, read) = Subject(reader);
        Assert.Null(read(message));
        foreach (var flipped in Mutations.BitFlips(message)) Assert.NotNull(read(flipped));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Reader_AnyPrefix_IsRefused(string reader)
    {
        var (message, read) = Subject(reader);
        for (var length = 0; length < message.Length; length++) Assert.NotNull(read(message[..length]));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Reader_SplicedBytes_AreRefusedUnlessUnchanged(string reader)
    {
        var (message, read) = Subject(reader);
        Mutations.Splices(message).Sample(spliced => Assert.True(spliced.AsSpan().SequenceEqual(message) == (read(spliced) is null)), iter: 500);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Reader_ArbitraryBytes_AreRefused(string reader)
    {
        var (_, read) = Subject(reader);
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.NotNull(read(bytes)), iter: 1000);
    }

    [Fact]
    public void OrderVerifier_ArbitrarySignedPayload_IsRefused()
    {
        Gen.Byte.Array[0, 200].Sample(
            payload => Assert.NotNull(OrderVerifier.Verify(Sign(ContentTypes.Order, payload, Author, Authoriser), Officers, Now).Refusal), iter: 200);
        Mutations.Splices(Order().ToByteArray()).Sample(
            payload =>
            {
                // Some splices stay in a text field, say, and are an order like any other; none throws.
                _ = OrderVerifier.Verify(Sign(ContentTypes.Order, payload, Author, Authoriser), Officers, Now);
            },
            iter: 300);
    }

    [Fact]
    public void BundleVerifier_ArbitrarySignedPayload_IsRefused() =>
        Gen.Byte.Array[0, 200].Sample(
            payload => Assert.NotNull(
                BundleVerifier.VerifyHeader(Sign(ContentTypes.BundleHeader, payload, Author, Authoriser), Authorised, Officers, Now, 0).Refusal),
            iter: 200);

    [Fact]
    public void SigningFiles_ArbitraryBytes_AreRefused()
    {
        var request = Signing().ToJson();
        Gen.Byte.Array[0, 300].Sample(
            bytes =>
            {
                Assert.False(SigningRequest.Read(bytes).IsAccepted);
                Assert.False(SigningResponse.Read(bytes).IsAccepted);
            },
            iter: 1000);
        foreach (var flipped in Mutations.BitFlips(request)) _ = SigningRequest.Read(flipped);
    }

    [Fact]
    public void BootKeysAndProofs_ArbitraryBytes_AreRefused() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100]).Sample(
            (first, second) =>
            {
                var certificate = new CertifiedBootKey { PublicKey = ByteString.CopyFrom(first), Signature = ByteString.CopyFrom(second) };
                Assert.False(VerifiedBootKey.Verify(certificate, UnitId, UnitPublicKey).IsAccepted);
                Assert.False(EnrolmentProof.Verify(first, "token", second, first));
                Assert.False(EnrolmentProof.Verify(UnitPublicKey, "token", first, second));
                Assert.Null(P256.TryImportPublicKey(first));
                Assert.False(HpkePublicKey.IsValid(first));
            },
            iter: 500);

    private static (byte[] Message, Func<byte[], Refusal?> Read) Subject(string reader) => reader switch
    {
        "roster" => (SignedRoster, bytes => RosterVerifier.Verify(bytes, RootPublicKey, Now, 0).Refusal),
        "order" => (SignedOrder, bytes => OrderVerifier.Verify(bytes, Officers, Now, Standing()).Refusal),
        "order signed with a passkey" => (SignedWithPasskey, bytes => OrderVerifier.Verify(bytes, Officers, Now, Standing()).Refusal),
        "bundle header" => (Sealed.Header, bytes => BundleVerifier.VerifyHeader(bytes, Authorised, Officers, Now, 0).Refusal),
        "ciphertext" => (Sealed.Ciphertext, OpenCiphertext),
        _ => (Match, OpenMatch),
    };

    private static Refusal? OpenCiphertext(byte[] bytes)
    {
        using var key = ContentKey.From(Sealed.Key);
        if (!BundleReader.Read(new MemoryStream(bytes), Header, key).TryGet(out var bundle, out var refusal)) return refusal;
        bundle.Dispose();
        return null;
    }

    private static Refusal? OpenMatch(byte[] bytes)
    {
        using var key = TestKeys.Deployment("deployment");
        return MatchEnvelope.Read(bytes).TryGet(out var envelope, out var refusal) ? MatchOpener.Open(envelope, key, UnitPublicKey).Refusal : refusal;
    }

    private static byte[] SealedMatch()
    {
        using var key = TestKeys.Deployment("deployment");
        using var signing = TestKeys.Signing(UnitId);
        return MatchSealer.Seal(TestForce.Match(), Address(), key.PublicKey.Span, signing);
    }

    private static SigningRequest Signing()
    {
        var order = Order().ToByteArray();
        using var written = BundleWriter.Write(Facts(order), Entries(), Stream.Null);
        return SigningRequest.Create(order, written.Header).Value;
    }
}
