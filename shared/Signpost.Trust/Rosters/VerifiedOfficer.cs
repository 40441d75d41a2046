using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>An officer as the force's root vouches for them.</summary>
/// <param name="OfficerId">Stable id, not a name.</param>
/// <param name="Role">What they may sign as.</param>
/// <param name="NotAfter">First moment at which their signature counts no more.</param>
/// <param name="RevokedAt">From when on nothing of theirs counts; null: not revoked.</param>
/// <param name="Keys">At least one.</param>
public sealed record VerifiedOfficer(string OfficerId, OfficerRole Role, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, IReadOnlyList<VerifiedOfficerKey> Keys)
{
    /// <summary>Author 1, authorising officer 2, senior authorising officer 3; who signs no orders: 0.</summary>
    internal int Rank => Role switch
    {
        OfficerRole.Author => 1,
        OfficerRole.AuthorisingOfficer => 2,
        OfficerRole.SeniorAuthorisingOfficer => 3,
        _ => 0,
    };

    internal bool HasSigned(ReadOnlySpan<byte> toBeSigned, CoseSignature signature)
    {
        foreach (var key in Keys)
        {
            if (key.HasSigned(toBeSigned, signature)) return true;
        }

        return false;
    }
}

/// <summary>One of an officer's keys.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER, P-256.</param>
/// <param name="Passkey">Where its assertions are made; null: a key file.</param>
public sealed record VerifiedOfficerKey(ReadOnlyMemory<byte> PublicKey, VerifiedPasskey? Passkey)
{
    // A key serves one kind of signature: what a security key signs for a web page is never taken for a file's, and the other way round.
    internal bool HasSigned(ReadOnlySpan<byte> toBeSigned, CoseSignature signature)
    {
        if (Passkey is null != signature.Passkey is null) return false;
        using var key = P256.TryImportPublicKey(PublicKey.Span);
        if (key is null) return false;
        return Passkey is null ? P256.Verify(key, toBeSigned, signature.Bytes.Span) : signature.Passkey!.IsBy(key, Passkey, toBeSigned, signature.Bytes.Span);
    }
}

/// <summary>Where a passkey's assertions are made.</summary>
/// <param name="RelyingParty">Host name.</param>
/// <param name="Origin">As the browser writes it: scheme, host, and a port that is not the scheme's own.</param>
public sealed record VerifiedPasskey(string RelyingParty, string Origin);
