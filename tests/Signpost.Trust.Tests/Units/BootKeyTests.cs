using Google.Protobuf;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class BootKeyTests
{
    [Fact]
    public void ContentKey_SealedToABoot_OpensThereOnly()
    {
        using var signing = TestKeys.Signing(UnitId);
        using var boot = BootKey.Create(UnitId, signing);
        using var laterBoot = BootKey.Create(UnitId, signing);
        using var content = ContentKey.Create();
        var verified = VerifiedBootKey.Verify(boot.Certificate, UnitId, UnitPublicKey).Value;
        var sealedKey = ContentKeySealer.Seal(content, verified, BundleId);
        using var opened = boot.Open(sealedKey, BundleId).Value;
        Assert.Equal(content.Bytes, opened.Bytes);
        Assert.Equal(RefusalReason.WrongKey, laterBoot.Open(sealedKey, BundleId).Refusal!.Reason);
    }

    [Fact]
    public void ContentKey_SealedForAnotherBundle_IsRefused()
    {
        using var signing = TestKeys.Signing(UnitId);
        using var boot = BootKey.Create(UnitId, signing);
        using var content = ContentKey.Create();
        var sealedKey = ContentKeySealer.Seal(content, VerifiedBootKey.Verify(boot.Certificate, UnitId, UnitPublicKey).Value, BundleId);
        Assert.Equal(RefusalReason.WrongKey, boot.Open(sealedKey, OrderId).Refusal!.Reason);
    }

    [Fact]
    public void SealedContentKey_AnyOneBitFlipped_IsRefused()
    {
        using var signing = TestKeys.Signing(UnitId);
        using var boot = BootKey.Create(UnitId, signing);
        using var content = ContentKey.Create();
        var good = ContentKeySealer.Seal(content, VerifiedBootKey.Verify(boot.Certificate, UnitId, UnitPublicKey).Value, BundleId);
        foreach (var flipped in Mutations.BitFlips(good.EncapsulatedKey.ToByteArray()))
            Assert.False(boot.Open(new SealedContentKey { EncapsulatedKey = ByteString.CopyFrom(flipped), Ciphertext = good.Ciphertext }, BundleId).IsAccepted);
        foreach (var flipped in Mutations.BitFlips(good.Ciphertext.ToByteArray()))
            Assert.False(boot.Open(new SealedContentKey { EncapsulatedKey = good.EncapsulatedKey, Ciphertext = ByteString.CopyFrom(flipped) }, BundleId).IsAccepted);
        Assert.Equal(RefusalReason.Malformed, boot.Open(new SealedContentKey(), BundleId).Refusal!.Reason);
    }

    [Fact]
    public void BootKey_AnyOneBitFlippedOrOfAnotherUnit_IsRefused()
    {
        using var signing = TestKeys.Signing(UnitId);
        using var boot = BootKey.Create(UnitId, signing);
        var good = boot.Certificate;
        Assert.True(VerifiedBootKey.Verify(good, UnitId, UnitPublicKey).IsAccepted);
        foreach (var flipped in Mutations.BitFlips(good.PublicKey.ToByteArray()))
            Assert.False(VerifiedBootKey.Verify(new CertifiedBootKey { PublicKey = ByteString.CopyFrom(flipped), Signature = good.Signature }, UnitId, UnitPublicKey).IsAccepted);
        foreach (var flipped in Mutations.BitFlips(good.Signature.ToByteArray()))
            Assert.False(VerifiedBootKey.Verify(new CertifiedBootKey { PublicKey = good.PublicKey, Signature = ByteString.CopyFrom(flipped) }, UnitId, UnitPublicKey).IsAccepted);
        Assert.Equal(RefusalReason.BadSignature, VerifiedBootKey.Verify(good, "unit-2", UnitPublicKey).Refusal!.Reason);
        Assert.Equal(RefusalReason.BadSignature, VerifiedBootKey.Verify(good, UnitId, TestKeys.PublicKey("unit-2")).Refusal!.Reason);
        Assert.Equal(RefusalReason.Malformed, VerifiedBootKey.Verify(null, UnitId, UnitPublicKey).Refusal!.Reason);
    }

    [Fact]
    public void EnrolmentProof_OfThisTokenAndRequest_VerifiesAndNoOther()
    {
        using var signing = TestKeys.Signing(UnitId);
        byte[] request = [1, 2, 3];
        var proof = EnrolmentProof.Create(signing, "token", request);
        Assert.True(EnrolmentProof.Verify(UnitPublicKey, "token", request, proof));
        Assert.False(EnrolmentProof.Verify(UnitPublicKey, "other token", request, proof));
        Assert.False(EnrolmentProof.Verify(UnitPublicKey, "token", [1, 2, 4], proof));
        Assert.False(EnrolmentProof.Verify(TestKeys.PublicKey("unit-2"), "token", request, proof));
        foreach (var flipped in Mutations.BitFlips(proof)) Assert.False(EnrolmentProof.Verify(UnitPublicKey, "token", request, flipped));
    }
}
