using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>An officer as the force's root vouches for them.</summary>
/// <param name="OfficerId">Stable id, not a name.</param>
/// <param name="Role">What they may sign as.</param>
/// <param name="NotAfter">First moment at which their signature counts no more.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER, P-256.</param>
public sealed record VerifiedOfficer(string OfficerId, OfficerRole Role, DateTimeOffset NotAfter, ReadOnlyMemory<byte> PublicKey)
{
    internal bool HasSigned(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature)
    {
        using var key = P256.TryImportPublicKey(PublicKey.Span);
        return key is not null && P256.Verify(key, toBeSigned, signature);
    }
}
