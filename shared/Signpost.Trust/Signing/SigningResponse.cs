using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>One officer's two signatures. A JSON file, or an upload from the browser.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="OrderId">The request answered.</param>
/// <param name="OfficerId">Who signed.</param>
/// <param name="OrderSignature">r || s, 64 bytes (base64 in JSON).</param>
/// <param name="BundleHeaderSignature">r || s, 64 bytes (base64 in JSON).</param>
public sealed record SigningResponse(
    [property: JsonRequired] int FormatVersion,
    [property: JsonRequired] Guid OrderId,
    [property: JsonRequired] string OfficerId,
    [property: JsonRequired] ReadOnlyMemory<byte> OrderSignature,
    [property: JsonRequired] ReadOnlyMemory<byte> BundleHeaderSignature)
{
    private const int MaximumLength = 4096;

    /// <summary>Reads a response; whether its signatures are good says <see cref="OfficerSignature.Verify"/>.</summary>
    /// <returns>The response, or: Malformed, UnknownVersion.</returns>
    public static Result<SigningResponse> Read(ReadOnlySpan<byte> json)
    {
        if (!StrictJson.Read(json, MaximumLength, SigningJsonContext.Default.SigningResponse, "Signing response").TryGet(out var response, out var refusal))
            return refusal;
        if (response.FormatVersion != 1)
            return new Refusal(RefusalReason.UnknownVersion, $"Signing response: format version {response.FormatVersion}; version 1 is known.");
        return Identifier.IsValid(response.OfficerId)
            && response.OrderSignature.Length == P256.SignatureLength
            && response.BundleHeaderSignature.Length == P256.SignatureLength
            ? response
            : new Refusal(RefusalReason.Malformed, $"Signing response: the officer's id is no id, or a signature has not {P256.SignatureLength} bytes.");
    }

    /// <summary>As UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SigningJsonContext.Default.SigningResponse);
}
