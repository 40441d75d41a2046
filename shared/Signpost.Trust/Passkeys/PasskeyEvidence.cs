using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Signpost.Trust;

/// <summary>
/// What stands beside a passkey's signature in a COSE structure. One touch of the key signs two things, an order and its bundle header: the challenge is
/// made of both digests, and each message carries the other's.
/// </summary>
/// <param name="AuthenticatorData">As <see cref="Assertion"/>.</param>
/// <param name="ClientDataJson">As <see cref="Assertion"/>.</param>
/// <param name="Companion">SHA-256 of the Sig_structure that was signed together with this one, 32 bytes.</param>
internal sealed record PasskeyEvidence(ReadOnlyMemory<byte> AuthenticatorData, ReadOnlyMemory<byte> ClientDataJson, ReadOnlyMemory<byte> Companion)
{
    private const byte UserPresent = 0x01, UserVerified = 0x04, HasCredential = 0x40, HasExtensions = 0x80;

    /// <summary>What the authenticator is asked to sign: SHA-256 over both digests, the lesser first.</summary>
    public static byte[] Challenge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        first.SequenceCompareTo(second) <= 0 ? SHA256.HashData([.. first, .. second]) : SHA256.HashData([.. second, .. first]);

    /// <summary>
    /// Whether this is an assertion by the key over these bytes, made where the roster says it is made, by a person who was there and whom the
    /// authenticator recognised (W3C Web Authentication Level 2, §7.2, steps 11 to 20).
    /// </summary>
    public bool IsBy(ECDsa key, VerifiedPasskey passkey, ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature)
    {
        var data = AuthenticatorData.Span;
        if (data.Length != Assertion.AuthenticatorDataLength || Companion.Length != SHA256.HashSizeInBytes) return false;
        if (!data[..32].SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(passkey.RelyingParty)))) return false;
        if ((data[32] & (UserPresent | UserVerified | HasCredential | HasExtensions)) != (UserPresent | UserVerified)) return false;
        if (!IsClientData(passkey.Origin, Challenge(SHA256.HashData(toBeSigned), Companion.Span))) return false;
        return P256.Verify(key, [.. data, .. SHA256.HashData(ClientDataJson.Span)], signature);
    }

    // Browsers may add members (§5.8.1); the ones that are looked at stand there once.
    private bool IsClientData(string origin, ReadOnlySpan<byte> challenge)
    {
        if (ClientDataJson.Length > Assertion.MaximumClientData) return false;
        try
        {
            using var document = JsonDocument.Parse(ClientDataJson, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Text(root, "type") == "webauthn.get"
                && Text(root, "challenge") == Base64Url.EncodeToString(challenge)
                && Text(root, "origin") == origin
                && (!root.TryGetProperty("crossOrigin", out var crossOrigin) || crossOrigin.ValueKind == JsonValueKind.False);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is no UTF-16 text.
            return false;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
