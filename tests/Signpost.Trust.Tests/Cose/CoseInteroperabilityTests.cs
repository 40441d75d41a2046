using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using Google.Protobuf;
using Signpost.Contracts.V1;

namespace Signpost.Trust.Tests;

/// <summary>The platform's COSE library as the second opinion, in both directions.</summary>
public sealed class CoseInteroperabilityTests
{
    private static readonly byte[] Payload = TestForce.Order().ToByteArray();

    [Fact]
    public void CoseSign_OurMessage_VerifiesWithThePlatformsLibrary()
    {
        var message = System.Security.Cryptography.Cose.CoseMessage.DecodeMultiSign(TestForce.SignOrder(TestForce.Order()));
        Assert.Equal(Payload, message.Content!.Value.ToArray());
        Assert.Equal(2, message.Signatures.Count);
        foreach (var (signature, officer) in message.Signatures.Zip([TestForce.Author, TestForce.Authoriser]))
        {
            using var key = TestKeys.Signing(officer);
            Assert.Equal(officer, System.Text.Encoding.ASCII.GetString(signature.ProtectedHeaders[CoseHeaderLabel.KeyIdentifier].GetValueAsBytes()));
            Assert.True(signature.VerifyEmbedded(key));
        }
    }

    [Fact]
    public void CoseSign1_OurMessage_VerifiesWithThePlatformsLibrary()
    {
        using var root = TestKeys.Signing("root");
        var message = System.Security.Cryptography.Cose.CoseMessage.DecodeSign1(TestForce.SignRoster(TestForce.Roster()));
        Assert.True(message.VerifyEmbedded(root));
        Assert.Equal(ContentTypes.Roster, message.ProtectedHeaders[CoseHeaderLabel.ContentType].GetValueAsString());
    }

    [Fact]
    public void OrderVerifier_MessageOfThePlatformsLibrary_IsAccepted()
    {
        using var author = TestKeys.Signing(TestForce.Author);
        using var authoriser = TestKeys.Signing(TestForce.Authoriser);
        var body = new CoseHeaderMap { { CoseHeaderLabel.ContentType, CoseHeaderValue.FromString(ContentTypes.Order) } };
        // A message that has just been signed does not verify before it was decoded again: the library keeps other state for it.
        var first = CoseMultiSignMessage.SignEmbedded(Payload, Signer(author, TestForce.Author), body);
        var message = System.Security.Cryptography.Cose.CoseMessage.DecodeMultiSign(first);
        message.AddSignatureForEmbedded(Signer(authoriser, TestForce.Authoriser));
        Assert.True(OrderVerifier.Verify(message.Encode(), TestForce.VerifiedRoster(), TestForce.Now, TestForce.Standing()).IsAccepted);
    }

    [Fact]
    public void RosterVerifier_MessageOfThePlatformsLibrary_IsAccepted()
    {
        using var root = TestKeys.Signing("root");
        // The library writes headers as they were added; the canonical order is ascending.
        var headers = new CoseHeaderMap
        {
            { CoseHeaderLabel.ContentType, CoseHeaderValue.FromString(ContentTypes.Roster) },
            { CoseHeaderLabel.KeyIdentifier, CoseHeaderValue.FromBytes("root"u8) },
        };
        var message = CoseSign1Message.SignEmbedded(TestForce.Roster().ToByteArray(), new CoseSigner(root, HashAlgorithmName.SHA256, headers));
        Assert.True(RosterVerifier.Verify(message, TestForce.RootPublicKey, TestForce.Now, 0).IsAccepted);
    }

    [Fact]
    public void OrderVerifier_UnprotectedHeader_IsRefused()
    {
        using var author = TestKeys.Signing(TestForce.Author);
        var body = new CoseHeaderMap { { CoseHeaderLabel.ContentType, CoseHeaderValue.FromString(ContentTypes.Order) } };
        var unprotected = new CoseHeaderMap { { new CoseHeaderLabel("note"), CoseHeaderValue.FromString("nobody signed this") } };
        var message = CoseMultiSignMessage.SignEmbedded(Payload, Signer(author, TestForce.Author), body, unprotected);
        Assert.Equal(RefusalReason.Malformed, OrderVerifier.Verify(message, TestForce.VerifiedRoster(), TestForce.Now).Refusal!.Reason);
    }

    private static CoseSigner Signer(ECDsa key, string id) =>
        new(key, HashAlgorithmName.SHA256, new CoseHeaderMap { { CoseHeaderLabel.KeyIdentifier, CoseHeaderValue.FromBytes(System.Text.Encoding.ASCII.GetBytes(id)) } });
}
