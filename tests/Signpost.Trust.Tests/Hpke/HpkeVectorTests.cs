using System.Security.Cryptography;
using System.Text.Json;

namespace Signpost.Trust.Tests;

/// <summary>RFC 9180 A.3.1, and messages of another implementation.</summary>
public sealed class HpkeVectorTests
{
    private static readonly JsonElement Rfc = Load("rfc9180-a3-base.json");

    [Theory]
    [InlineData("ikmE", "skEm", "pkEm")]
    [InlineData("ikmR", "skRm", "pkRm")]
    public void DeriveKeyPair_RfcKeyingMaterial_GivesRfcKeys(string keyMaterial, string privateKey, string publicKey)
    {
        using var key = Dhkem.DeriveKeyPair(Hex(Rfc, keyMaterial));
        Assert.Equal(Hex(Rfc, privateKey), key.ExportParameters(includePrivateParameters: true).D);
        Assert.Equal(Hex(Rfc, publicKey), HpkePublicKey.Export(key));
    }

    [Fact]
    public void Encapsulate_RfcEphemeralKey_GivesRfcSharedSecret()
    {
        using var ephemeral = Private(Hex(Rfc, "skEm"));
        using var recipient = HpkePublicKey.TryImport(Hex(Rfc, "pkRm"))!;
        var secret = new byte[Dhkem.SecretLength];
        Assert.Equal(Hex(Rfc, "enc"), Dhkem.Encapsulate(recipient, ephemeral, secret));
        Assert.Equal(Hex(Rfc, "sharedSecret"), secret);
    }

    [Fact]
    public void Decapsulate_RfcEncapsulatedKey_GivesRfcSharedSecret()
    {
        using var recipient = Private(Hex(Rfc, "skRm"));
        var secret = new byte[Dhkem.SecretLength];
        Assert.True(Dhkem.TryDecapsulate(recipient, Hex(Rfc, "enc"), secret));
        Assert.Equal(Hex(Rfc, "sharedSecret"), secret);
    }

    [Fact]
    public void Context_RfcSetup_SealsAndOpensEverySequenceNumberOfTheRfc()
    {
        using var ephemeral = Private(Hex(Rfc, "skEm"));
        using var recipient = Private(Hex(Rfc, "skRm"));
        using var sender = Trust.Hpke.SetupSender(Hex(Rfc, "pkRm"), Hex(Rfc, "info"), ephemeral, out var encapsulated);
        using var receiver = Trust.Hpke.TrySetupReceiver(recipient, encapsulated, Hex(Rfc, "info"))!;
        var expected = Rfc.GetProperty("encryptions").EnumerateArray().ToDictionary(e => e.GetProperty("sequence").GetInt32());
        var plaintext = Hex(Rfc, "plaintext");
        var opened = new byte[plaintext.Length];
        for (var sequence = 0; expected.Count > 0 && sequence <= 256; sequence++)
        {
            var aad = System.Text.Encoding.ASCII.GetBytes($"Count-{sequence}");
            var ciphertext = sender.Seal(aad, plaintext);
            if (expected.Remove(sequence, out var rfc))
            {
                Assert.Equal(Hex(rfc, "aad"), aad);
                Assert.Equal(Hex(rfc, "ciphertext"), ciphertext);
            }

            Assert.True(receiver.TryOpen(aad, ciphertext, opened));
            Assert.Equal(plaintext, opened);
        }

        Assert.Empty(expected);
    }

    [Fact]
    public void Context_RfcSetup_ExportsRfcValues()
    {
        using var recipient = Private(Hex(Rfc, "skRm"));
        using var receiver = Trust.Hpke.TrySetupReceiver(recipient, Hex(Rfc, "enc"), Hex(Rfc, "info"))!;
        foreach (var export in Rfc.GetProperty("exports").EnumerateArray())
            Assert.Equal(Hex(export, "value"), receiver.Export(Hex(export, "context"), export.GetProperty("length").GetInt32()));
    }

    [Fact]
    public void Open_MessagesOfAnotherImplementation_GivesTheirPlaintext()
    {
        foreach (var message in Load("hpke-core.json").GetProperty("messages").EnumerateArray())
        {
            using var recipient = Dhkem.DeriveKeyPair(Hex(message, "ikmR"));
            Assert.Equal(Hex(message, "pkRm"), HpkePublicKey.Export(recipient));
            var plaintext = new byte[Hex(message, "plaintext").Length];
            Assert.True(Trust.Hpke.TryOpen(recipient, Hex(message, "enc"), Hex(message, "info"), Hex(message, "aad"), Hex(message, "ciphertext"), plaintext));
            Assert.Equal(Hex(message, "plaintext"), plaintext);
        }
    }

    [Fact]
    public void Open_AlteredMessage_LeavesNothingAndKeepsItsPlace()
    {
        using var recipient = TestKeys.Agreement("recipient");
        using var ephemeral = TestKeys.Agreement("ephemeral");
        using var sender = Trust.Hpke.SetupSender(HpkePublicKey.Export(recipient), "info"u8, ephemeral, out var encapsulated);
        using var receiver = Trust.Hpke.TrySetupReceiver(recipient, encapsulated, "info"u8)!;
        var ciphertext = sender.Seal("aad"u8, "plaintext"u8);
        var opened = new byte[9];
        ciphertext[0] ^= 1;
        Assert.False(receiver.TryOpen("aad"u8, ciphertext, opened));
        Assert.All(opened, b => Assert.Equal(0, b));
        ciphertext[0] ^= 1;
        Assert.True(receiver.TryOpen("aad"u8, ciphertext, opened));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(66)]
    [InlineData(0)]
    [InlineData(33)]
    public void PublicKey_OtherLength_IsRefused(int length)
    {
        var bytes = new byte[length];
        if (length > 0) bytes[0] = 4;
        Assert.False(HpkePublicKey.IsValid(bytes));
    }

    [Fact]
    public void PublicKey_OffTheCurveOrCompressedOrInfinity_IsRefused()
    {
        using var key = TestKeys.Agreement("point");
        var point = HpkePublicKey.Export(key);
        Assert.True(HpkePublicKey.IsValid(point));
        for (var i = 0; i < point.Length; i++)
        {
            var altered = point.ToArray();
            altered[i] ^= 1;
            Assert.False(HpkePublicKey.IsValid(altered));
        }

        Assert.False(HpkePublicKey.IsValid([4, .. new byte[64]]));
        Assert.False(HpkePublicKey.IsValid([4, .. Enumerable.Repeat((byte)0xFF, 64)]));
    }

    private static JsonElement Load(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "hpke", name))).RootElement;

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    private static ECDiffieHellman Private(byte[] scalar) =>
        ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
}
