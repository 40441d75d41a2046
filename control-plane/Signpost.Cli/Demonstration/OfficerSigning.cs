using Signpost.Contracts;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>An officer's signature with a key file, on the officer's own machine.</summary>
internal static class OfficerSigning
{
    /// <summary>Longer ones are no signing requests.</summary>
    public const int MaximumRequestLength = 4 * 1024 * 1024;

    /// <summary>Signs the order and the bundle header of a request.</summary>
    /// <param name="request">JSON as the control plane gives it.</param>
    /// <returns>JSON that the control plane takes.</returns>
    /// <exception cref="SetUpException">The request is not worth a signature; the reason is in the message.</exception>
    /// <exception cref="TrustException">The key file is missing, open to others or no P-256 key.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> request, string keyFile, string officerId) => Sign(Read(request), keyFile, officerId);

    public static SigningRequest Read(ReadOnlySpan<byte> request) =>
        SigningRequest.Read(request).TryGet(out var read, out var refusal) ? read : throw NotSigned(refusal);

    public static byte[] Sign(SigningRequest request, string keyFile, string officerId)
    {
        if (!Topics.IsValidUnitId(officerId)) throw new SetUpException($"'{officerId}' is no officer's id (1 to 64 of a-z, 0-9 and '-'). Name yours with --officer ID.");
        using var key = KeyFiles.ReadSigningKey(keyFile);
        return OfficerSignature.Create(request, officerId, key).TryGet(out var response, out var refusal) ? response.ToJson() : throw NotSigned(refusal);
    }

    private static SetUpException NotSigned(Refusal refusal) => new($"Not signed: {refusal.Detail} ({refusal.Reason})");
}
