using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Signpost.Trust.Tests;

/// <summary>An authenticator and a browser: what they would answer, and what they never should.</summary>
internal sealed record TestPasskey(string Officer)
{
    public const string RelyingParty = "console.force.example";
    public const string Origin = "https://console.force.example";

    public string AtRelyingParty { get; init; } = RelyingParty;
    public string AtOrigin { get; init; } = Origin;
    public string Type { get; init; } = "webauthn.get";
    public byte Flags { get; init; } = 0x05;
    public string More { get; init; } = ",\"crossOrigin\":false";

    /// <summary>Any payload and its companion, signed with one touch.</summary>
    public (CoseSignature First, CoseSignature Second) Sign((string ContentType, byte[] Payload) first, (string ContentType, byte[] Payload) second)
    {
        var (one, other) = (Digest(first), Digest(second));
        var assertion = Answer(PasskeyEvidence.Challenge(one, other));
        var signature = P256.TryReadDerSignature(assertion.Signature.Span)!;
        return (
            new(Officer, signature, new PasskeyEvidence(assertion.AuthenticatorData, assertion.ClientDataJson, other)),
            new(Officer, signature, new PasskeyEvidence(assertion.AuthenticatorData, assertion.ClientDataJson, one)));
    }

    public Assertion Answer(byte[] challenge)
    {
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(AtRelyingParty)), Flags, 0, 0, 0, 1];
        var client = Encoding.UTF8.GetBytes($$"""{"type":"{{Type}}","challenge":"{{Base64Url.EncodeToString(challenge)}}","origin":"{{AtOrigin}}"{{More}}}""");
        using var key = TestKeys.Signing(Officer);
        return new Assertion(data, client, key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private byte[] Digest((string ContentType, byte[] Payload) content) =>
        SHA256.HashData(CoseSign.ToBeSigned(content.ContentType, Officer, content.Payload, SignerAlgorithm.Es256Passkey));
}
