using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class OfficerSignatureTests
{
    [Fact]
    public void Ceremony_TwoOfficersOnFiles_GivesAnOrderAndBundleThatAUnitTakes()
    {
        using var ciphertext = new MemoryStream();
        var (request, key) = Request(ciphertext);
        using var _ = key;
        var carried = SigningRequest.Read(request.ToJson()).Value;
        var responses = new[] { Author, Authoriser }.Select(o => SigningResponse.Read(Respond(carried, o).ToJson()).Value).ToArray();
        foreach (var response in responses) Assert.Equal(response.OfficerId, OfficerSignature.Verify(request, response, VerifiedRoster(), Now).Value.OfficerId);

        var signed = OfficerSignature.Assemble(request, responses);
        var order = OrderVerifier.Verify(signed.Order, VerifiedRoster(), Now, Standing()).Value;
        var header = BundleVerifier.VerifyHeader(signed.BundleHeader, order, VerifiedRoster(), Now, 0).Value;
        using var opened = BundleReader.Read(new MemoryStream(ciphertext.ToArray()), header, key).Value;
        Assert.Equal(3, opened.Count);
        Assert.Equal(new Signatories(Author, Authoriser), order.Signatories);
        Assert.Equal(OrderId, order.OrderId);
        Assert.Equal((0.4f, FalseAlertCeiling.OneInSixThousand, 416), (order.NoDecisionFrom, order.FalseAlertCeiling, order.LargestList));
        Assert.Equal(SHA256.HashData(request.Order.Span), order.Digest.ToArray());
    }

    [Fact]
    public void Ceremony_FileAndPasskey_GivesAnOrderAndBundleThatAUnitTakes()
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        var assertion = new TestPasskey(PasskeyAuthoriser).Answer(OfficerSignature.Challenge(request, PasskeyAuthoriser));
        var response = SigningResponse.Read(new SigningResponse(1, request.OrderId, PasskeyAuthoriser, Assertion: assertion).ToJson()).Value;
        Assert.Equal(PasskeyAuthoriser, OfficerSignature.Verify(request, response, VerifiedRoster(), Now).Value.OfficerId);

        var signed = OfficerSignature.Assemble(request, [Respond(request, Author), response]);
        var order = OrderVerifier.Verify(signed.Order, VerifiedRoster(), Now, Standing()).Value;
        Assert.Equal(new Signatories(Author, PasskeyAuthoriser), BundleVerifier.VerifyHeader(signed.BundleHeader, order, VerifiedRoster(), Now, 0).Value.Order.Signatories);
    }

    [Fact]
    public void Verify_AssertionOfAnotherRequest_IsRefused()
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        var (other, otherKey) = Request(Stream.Null);
        otherKey.Dispose();
        var assertion = new TestPasskey(PasskeyAuthoriser).Answer(OfficerSignature.Challenge(other, PasskeyAuthoriser));
        Assert.Equal(RefusalReason.BadSignature, OfficerSignature.Verify(request, new(1, request.OrderId, PasskeyAuthoriser, Assertion: assertion), VerifiedRoster(), Now).Refusal!.Reason);
    }

    [Fact]
    public void Ratified_OrderThatIsOver_IsItsIdOnlyWithTwoSignatures()
    {
        var later = Now.AddDays(10);
        Assert.Equal(new RatifiedUse(OrderId, Authoriser, Now.AddHours(23)), OrderVerifier.Ratified(SignOrder(UrgentOrder(), Authoriser, Senior), VerifiedRoster(), later));
        Assert.Null(OrderVerifier.Ratified(SignOrder(UrgentOrder(), Authoriser), VerifiedRoster(), later));
        Assert.Null(OrderVerifier.Ratified(SignOrder(Order()), VerifiedRoster(), later));
    }

    [Fact]
    public void EndsAt_UrgentOrder_IsTheEndOfTheTimeForRatificationUntilItIsRatified()
    {
        var order = UrgentOrder();
        order.NotAfter = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Now.AddDays(3));
        Assert.Equal(Now.AddHours(23), OrderVerifier.Verify(SignOrder(order, Authoriser), VerifiedRoster(), Now, Standing()).Value.EndsAt);
        Assert.Equal(Now.AddDays(3), OrderVerifier.Verify(SignOrder(order, Authoriser, Senior), VerifiedRoster(), Now, Standing()).Value.EndsAt);
    }

    [Fact]
    public void ToBeSigned_Order_IsTheSigStructureOfRfc9052()
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        var type = Encoding.ASCII.GetBytes(ContentTypes.Order);
        byte[] bodyHeader = [0xA1, 0x03, 0x78, (byte)type.Length, .. type];
        byte[] signerHeader = [0xA2, 0x01, 0x26, 0x04, 0x49, .. "officer-a"u8];
        byte[] expected =
        [
            0x85, 0x69, .. "Signature"u8,
            0x58, (byte)bodyHeader.Length, .. bodyHeader,
            (byte)(0x40 + signerHeader.Length), .. signerHeader,
            0x40,
            0x59, (byte)(request.Order.Length >> 8), (byte)request.Order.Length, .. request.Order.Span,
        ];
        Assert.Equal(expected, OfficerSignature.ToBeSigned(request, Author).Order.ToArray());
    }

    [Fact]
    public void Verify_SignatureMadeElsewhereOverToBeSigned_IsAccepted()
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        using var officer = TestKeys.Signing(Author);
        var content = OfficerSignature.ToBeSigned(request, Author);
        // What WebCrypto's ECDSA with SHA-256 returns: r || s.
        byte[] Sign(ReadOnlyMemory<byte> data) => officer.SignHash(SHA256.HashData(data.Span), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var response = new SigningResponse(1, request.OrderId, Author, Sign(content.Order), Sign(content.BundleHeader));
        Assert.True(OfficerSignature.Verify(request, response, VerifiedRoster(), Now).IsAccepted);
    }

    [Theory]
    [InlineData(Stranger, RefusalReason.UnknownOfficer)]
    [InlineData(RetiredAuthoriser, RefusalReason.OfficerExpired)]
    public void Verify_OfficerWhoMayNot_IsRefused(string officer, RefusalReason reason)
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        Assert.Equal(reason, OfficerSignature.Verify(request, Respond(request, officer), VerifiedRoster(), Now).Refusal!.Reason);
    }

    [Fact]
    public void Verify_OneOfTheTwoSignaturesBad_IsRefused()
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        var response = Respond(request, Author);
        foreach (var spoilt in new[]
        {
            response with { BundleHeaderSignature = response.OrderSignature },
            response with { OrderSignature = response.BundleHeaderSignature },
            response with { OfficerId = Authoriser },
        })
            Assert.Equal(RefusalReason.BadSignature, OfficerSignature.Verify(request, spoilt, VerifiedRoster(), Now).Refusal!.Reason);
        Assert.Equal(RefusalReason.WrongOrder, OfficerSignature.Verify(request, response with { OrderId = BundleId }, VerifiedRoster(), Now).Refusal!.Reason);
        Assert.Equal(RefusalReason.RosterExpired, OfficerSignature.Verify(request, response, VerifiedRoster(), Now.AddDays(90)).Refusal!.Reason);
    }

    [Fact]
    public void Request_HeaderOfAnotherOrder_IsNotWorthASignature()
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        var other = Order();
        other.Threshold = 0.5f;
        Assert.Equal(RefusalReason.WrongOrder, SigningRequest.Create(other.ToByteArray(), request.BundleHeader).Refusal!.Reason);
        var swapped = request with { Order = other.ToByteArray() };
        Assert.Equal(RefusalReason.WrongOrder, SigningRequest.Read(swapped.ToJson()).Refusal!.Reason);
        using var officer = TestKeys.Signing(Author);
        Assert.Equal(RefusalReason.WrongOrder, OfficerSignature.Create(swapped, Author, officer).Refusal!.Reason);
    }

    [Fact]
    public void Request_CertificateDoesNotBearIt_IsNotWorthASignature()
    {
        Assert.Equal(RefusalReason.WrongCertificate, Refused(o => o.Certificate.PackDigest = ByteString.CopyFrom(new byte[32])));
        Assert.Equal(RefusalReason.ThresholdBelowCertificate, Refused(o => (o.Threshold, o.NoDecisionFrom) = (0.39f, 0.3f)));
        Assert.Equal(RefusalReason.ListTooLong, Refused(AllowTwo));

        static void AllowTwo(DeploymentOrder order)
        {
            order.Certificate.Groups.Clear();
            order.Certificate.Rates.Clear();
            order.Certificate.Rates.Add(PackCertificateRules.Rate(0.45f, 1200, 20_000_000, 8e-5));
        }

        static RefusalReason Refused(Action<DeploymentOrder> spoil)
        {
            var order = Order();
            spoil(order);
            var bytes = order.ToByteArray();
            using var written = BundleWriter.Write(Facts(bytes), Entries(), Stream.Null);
            return SigningRequest.Read(new SigningRequest(1, OrderId, bytes, written.Header).ToJson()).Refusal!.Reason;
        }
    }

    [Fact]
    public void Request_IdOutsideDiffersFromTheOrders_IsRefused()
    {
        var (request, key) = Request(Stream.Null);
        key.Dispose();
        Assert.Equal(RefusalReason.WrongOrder, SigningRequest.Read((request with { OrderId = BundleId }).ToJson()).Refusal!.Reason);
        Assert.Equal(RefusalReason.UnknownVersion, SigningRequest.Read((request with { FormatVersion = 2 }).ToJson()).Refusal!.Reason);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"formatVersion":1,"orderId":"018f3c7e-0000-7000-8000-000000000001","order":"","bundleHeader":"","extra":1}""")]
    [InlineData("""{"formatVersion":1,"formatVersion":1,"orderId":"018f3c7e-0000-7000-8000-000000000001","order":"","bundleHeader":""}""")]
    [InlineData("""{"formatVersion":1,"orderId":"018f3c7e-0000-7000-8000-000000000001","order":"!","bundleHeader":""}""")]
    public void Request_OtherJson_IsMalformed(string json) =>
        Assert.Equal(RefusalReason.Malformed, SigningRequest.Read(Encoding.UTF8.GetBytes(json)).Refusal!.Reason);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"formatVersion":1,"orderId":"018f3c7e-0000-7000-8000-000000000001","officerId":null,"orderSignature":"","bundleHeaderSignature":""}""")]
    [InlineData("""{"formatVersion":1,"orderId":"018f3c7e-0000-7000-8000-000000000001","officerId":"officer-a","orderSignature":"AA==","bundleHeaderSignature":"AA=="}""")]
    public void Response_OtherJson_IsMalformed(string json) =>
        Assert.Equal(RefusalReason.Malformed, SigningResponse.Read(Encoding.UTF8.GetBytes(json)).Refusal!.Reason);

    [Fact]
    public void OrderRules_EmptyOrder_NamesEverythingAtOnce() => Assert.True(OrderRules.Check(new DeploymentOrder()).Count >= 17);

    [Fact]
    public void OrderWindow_BeforeInAndAfter_IsHalfOpen()
    {
        var order = VerifiedOrder();
        Assert.Equal(OrderWindow.NotYetValid, order.WindowAt(order.NotBefore.AddTicks(-1)));
        Assert.Equal(OrderWindow.Open, order.WindowAt(order.NotBefore));
        Assert.Equal(OrderWindow.Open, order.WindowAt(order.NotAfter.AddTicks(-1)));
        Assert.Equal(OrderWindow.Expired, order.WindowAt(order.NotAfter));
    }

    private static (SigningRequest Request, ContentKey Key) Request(Stream ciphertext)
    {
        var order = Order().ToByteArray();
        var written = BundleWriter.Write(Facts(order), Entries(), ciphertext);
        return (SigningRequest.Create(order, written.Header).Value, written.Key);
    }

    private static SigningResponse Respond(SigningRequest request, string officerId)
    {
        using var key = TestKeys.Signing(officerId);
        return OfficerSignature.Create(request, officerId, key).Value;
    }
}
