using System.Text.Json.Serialization;

namespace Signpost.Trust;

/// <summary>What a security key or passkey gives back (W3C Web Authentication Level 2, §5.2.2, AuthenticatorAssertionResponse), as it came.</summary>
/// <param name="AuthenticatorData">37 bytes: SHA-256 of the relying party, flags, counter. No attested credential, no extension.</param>
/// <param name="ClientDataJson">UTF-8 JSON, at most <see cref="MaximumClientData"/> bytes.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256, DER.</param>
public sealed record Assertion(
    [property: JsonRequired] ReadOnlyMemory<byte> AuthenticatorData,
    [property: JsonRequired] ReadOnlyMemory<byte> ClientDataJson,
    [property: JsonRequired] ReadOnlyMemory<byte> Signature)
{
    /// <summary>Bytes of authenticator data.</summary>
    public const int AuthenticatorDataLength = 37;

    /// <summary>Bytes of client data at most.</summary>
    public const int MaximumClientData = 2048;

    /// <summary>Bytes of a DER signature at most: two integers of 33 bytes, their headers, and the sequence's.</summary>
    public const int MaximumSignature = 72;
}
