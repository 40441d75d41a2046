using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A security key with one credential, and the browser before it: answers the console's options as both would (W3C Web Authentication).</summary>
internal sealed class TestAuthenticator(string origin) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte AttestedCredential = 0x40;

    private readonly ECDsa key = P256.CreateKey();
    private readonly byte[] credentialId = RandomNumberGenerator.GetBytes(16);
    private string userHandle = "";
    private uint counter;

    /// <summary>False: its holder only touched it.</summary>
    public bool Verifies { get; set; } = true;

    public string Register(string options)
    {
        var asked = JsonNode.Parse(options)!;
        userHandle = asked["user"]!["id"]!.GetValue<string>();
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString([.. Data(asked["rp"]!["id"]!.GetValue<string>(), AttestedCredential), .. new byte[16], 0, (byte)credentialId.Length, .. credentialId, .. CoseKey()]);
        cbor.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(ClientData("webauthn.create", asked)),
            ["attestationObject"] = Base64Url.EncodeToString(cbor.Encode()),
            ["transports"] = new JsonArray("usb"),
        });
    }

    public string Answer(string options)
    {
        var asked = JsonNode.Parse(options)!;
        var data = Data(asked["rpId"]!.GetValue<string>(), 0);
        var client = ClientData("webauthn.get", asked);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = userHandle,
        });
    }

    public void Dispose() => key.Dispose();

    private byte[] Data(string relyingParty, byte flags)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty), data);
        data[32] = (byte)(flags | UserPresent | (Verifies ? UserVerified : 0));
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), ++counter);
        return data;
    }

    private byte[] ClientData(string type, JsonNode asked) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["challenge"] = asked["challenge"]!.GetValue<string>(), ["origin"] = origin, ["crossOrigin"] = false }.ToJsonString());

    private byte[] CoseKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        foreach (var (label, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            cbor.WriteInt32(label);
            cbor.WriteInt32(value);
        }

        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(credentialId),
        ["rawId"] = Base64Url.EncodeToString(credentialId),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
