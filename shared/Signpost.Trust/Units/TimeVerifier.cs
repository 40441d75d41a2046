using System.Security.Cryptography.X509Certificates;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A time that the control plane signed for this unit and this question.</summary>
/// <param name="Time">UTC.</param>
public sealed record VerifiedTime(DateTimeOffset Time);

/// <summary>Verifies what the control plane says the time is; the unit's side.</summary>
public static class TimeVerifier
{
    /// <summary>Verifies.</summary>
    /// <param name="statement">As it came; null when none did.</param>
    /// <param name="authority">The issuing authority's certificate, as pinned at provisioning.</param>
    /// <param name="unitId">The unit that asked; null before it has an id, when any will do.</param>
    /// <param name="nonce">The question's.</param>
    /// <param name="notBefore">An earlier time is not taken: the unit knows better.</param>
    /// <returns>The time, or: Malformed, BadSignature (also: a certificate of another authority, for another use, or not valid at that time),
    /// UnknownVersion, Incomplete, WrongUnit, Expired (the answer to another question, or earlier than <paramref name="notBefore"/>).</returns>
    public static Result<VerifiedTime> Verify(
        TimeStatement? statement, X509Certificate2 authority, string? unitId, ReadOnlySpan<byte> nonce, DateTimeOffset notBefore)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (statement is null) return new Refusal(RefusalReason.Malformed, "The control plane did not say the time.");
        if (!CoseSign1.Read(statement.SignedTime.Memory, ContentTypes.SignedTime).TryGet(out var cose, out var refusal)) return refusal;
        if (PeerCertificates.TryRead(statement.Certificate.Span) is not var (certificate, key)) return new Refusal(RefusalReason.Malformed, "The time's certificate is none.");
        using (certificate)
        using (key)
        {
            if (cose.Signatures[0].KeyId != TimeSigner.KeyId || !cose.IsSignedBy(cose.Signatures[0], key))
                return new Refusal(RefusalReason.BadSignature, "The time is not signed by its certificate's key.");
            if (!CanonicalMessage.Read(SignedTime.Parser, cose.Payload.Span, m => m.FormatVersion, "signed time").TryGet(out var told, out refusal)) return refusal;
            if (CanonicalMessage.Instant(told.Time) is not { } time) return new Refusal(RefusalReason.Incomplete, "Signed time: there is no time.");
            if (!PeerCertificates.IsIssuedBy(certificate, authority, CertificateProfile.TimeStamping, time))
                return new Refusal(RefusalReason.BadSignature, $"The time's certificate is not this control plane's, not for time, or not valid at {time:u}.");
            if (unitId is not null && told.UnitId != unitId) return new Refusal(RefusalReason.WrongUnit, $"The time is said to '{told.UnitId}', not to '{unitId}'.");
            if (!told.Nonce.Span.SequenceEqual(nonce)) return new Refusal(RefusalReason.Expired, "The time answers another question.");
            return time >= notBefore ? new VerifiedTime(time) : new Refusal(RefusalReason.Expired, $"The time is said to be {time:u}; it is at least {notBefore:u}.");
        }
    }
}
