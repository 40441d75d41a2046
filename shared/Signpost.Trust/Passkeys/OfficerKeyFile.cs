using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>An officer's public key on its way to the roster's ceremony: a JSON file.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="OfficerId">Whose.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER, P-256 (base64 in JSON).</param>
/// <param name="RelyingParty">Of a passkey; absent for a key file.</param>
/// <param name="Origin">Of a passkey; absent for a key file.</param>
public sealed record OfficerKeyFile(
    [property: JsonRequired] int FormatVersion,
    [property: JsonRequired] string OfficerId,
    [property: JsonRequired] byte[] PublicKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RelyingParty = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Origin = null)
{
    private const int MaximumLength = 4096;

    /// <summary>Reads a file and checks it as the roster's signer would.</summary>
    /// <returns>The file, or: Malformed, UnknownVersion, Incomplete.</returns>
    public static Result<OfficerKeyFile> Read(ReadOnlySpan<byte> json)
    {
        if (!StrictJson.Read(json, MaximumLength, SigningJsonContext.Default.OfficerKeyFile, "Officer's key").TryGet(out var file, out var refusal)) return refusal;
        if (file.FormatVersion != 1) return new Refusal(RefusalReason.UnknownVersion, $"Officer's key: format version {file.FormatVersion}; version 1 is known.");
        if (!Identifier.IsValid(file.OfficerId)) return new Refusal(RefusalReason.Incomplete, "Officer's key: the officer's id is not 1 to 64 of a-z, 0-9 and '-'.");
        if (file.RelyingParty is null != file.Origin is null) return new Refusal(RefusalReason.Incomplete, "Officer's key: a passkey has a relying party and an origin.");
        return RosterVerifier.CheckKey(file.ToKey()) is { } broken ? new Refusal(RefusalReason.Incomplete, $"Officer's key: '{file.OfficerId}' {broken}.") : file;
    }

    /// <summary>As UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SigningJsonContext.Default.OfficerKeyFile);

    /// <summary>As it stands in a roster.</summary>
    public OfficerKey ToKey() => new()
    {
        PublicKey = Google.Protobuf.ByteString.CopyFrom(PublicKey),
        Passkey = RelyingParty is null ? null : new Passkey { RelyingParty = RelyingParty, Origin = Origin ?? "" },
    };
}
