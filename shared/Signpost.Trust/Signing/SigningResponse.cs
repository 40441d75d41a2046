using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>One officer's answer: two signatures by a key file, or one assertion by a passkey over both. A JSON file, or an upload from the browser.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="OrderId">The request answered.</param>
/// <param name="OfficerId">Who signed.</param>
/// <param name="OrderSignature">r || s, 64 bytes (base64 in JSON); absent with an assertion.</param>
/// <param name="BundleHeaderSignature">r || s, 64 bytes (base64 in JSON); absent with an assertion.</param>
/// <param name="Assertion">Of a passkey, over <see cref="OfficerSignature.Challenge"/>; absent with signatures.</param>
public sealed record SigningResponse(
    [property: JsonRequired] int FormatVersion,
    [property: JsonRequired] Guid OrderId,
    [property: JsonRequired] string OfficerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReadOnlyMemory<byte>? OrderSignature = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReadOnlyMemory<byte>? BundleHeaderSignature = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Assertion? Assertion = null)
{
    private const int MaximumLength = 8192;

    /// <summary>Reads a response; whether its signatures are good says <see cref="OfficerSignature.Verify"/>.</summary>
    /// <returns>The response, or: Malformed, UnknownVersion.</returns>
    public static Result<SigningResponse> Read(ReadOnlySpan<byte> json)
    {
        if (!StrictJson.Read(json, MaximumLength, SigningJsonContext.Default.SigningResponse, "Signing response").TryGet(out var response, out var refusal))
            return refusal;
        if (response.FormatVersion != 1)
            return new Refusal(RefusalReason.UnknownVersion, $"Signing response: format version {response.FormatVersion}; version 1 is known.");
        if (!Identifier.IsValid(response.OfficerId)) return Malformed("the officer's id is no id");
        if (response.Assertion is { } assertion)
        {
            if (response.OrderSignature is not null || response.BundleHeaderSignature is not null) return Malformed("it holds signatures and an assertion");
            if (assertion.AuthenticatorData.Length != Assertion.AuthenticatorDataLength)
                return Malformed($"authenticator data has {assertion.AuthenticatorData.Length} bytes, not {Assertion.AuthenticatorDataLength}");
            if (assertion.ClientDataJson.Length is 0 or > Assertion.MaximumClientData)
                return Malformed($"client data has {assertion.ClientDataJson.Length} bytes; 1 to {Assertion.MaximumClientData} are expected");
            return P256.TryReadDerSignature(assertion.Signature.Span) is null ? Malformed("the assertion's signature is no P-256 signature in DER") : response;
        }

        return response.OrderSignature is { Length: P256.SignatureLength } && response.BundleHeaderSignature is { Length: P256.SignatureLength }
            ? response
            : Malformed($"two signatures of {P256.SignatureLength} bytes, or an assertion, are expected");
    }

    /// <summary>As UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SigningJsonContext.Default.SigningResponse);

    private static Refusal Malformed(string why) => new(RefusalReason.Malformed, $"Signing response: {why}.");
}
