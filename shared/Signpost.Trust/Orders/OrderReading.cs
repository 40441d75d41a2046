using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>An order as it says of itself, before anybody is asked whether to believe it: for explaining, never for acting.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Signers">Whose signatures stand under it, and whether they were made with a passkey; not checked.</param>
public sealed record OrderReading(DeploymentOrder Content, IReadOnlyList<(string OfficerId, bool WithPasskey)> Signers)
{
    /// <summary>Reads a signed order.</summary>
    /// <param name="message">COSE_Sign over DeploymentOrder bytes.</param>
    /// <returns>The reading, or: Malformed, UnknownVersion.</returns>
    public static Result<OrderReading> Read(ReadOnlyMemory<byte> message)
    {
        if (!CoseSign.Read(message, ContentTypes.Order).TryGet(out var cose, out var refusal)) return refusal;
        return CanonicalMessage.Read(DeploymentOrder.Parser, cose.Payload.Span, o => o.FormatVersion, "deployment order").TryGet(out var order, out refusal)
            ? new OrderReading(order, [.. cose.Signatures.Select(signature => (signature.KeyId, signature.Passkey is not null))])
            : refusal;
    }
}
