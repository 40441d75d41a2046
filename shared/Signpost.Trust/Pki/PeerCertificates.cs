using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Who is at the other end of a TLS connection. The private authority is the only root; nothing is fetched, nothing of the system's store
/// counts.</summary>
public static class PeerCertificates
{
    /// <summary>The unit behind a client certificate; for gRPC's and the broker's certificate validation.</summary>
    /// <param name="certificate">As TLS presented it; null when none was.</param>
    /// <param name="authority">The issuing authority's certificate.</param>
    /// <param name="now">The reference time.</param>
    /// <returns>The unit's id, or: BadSignature (another authority, or not for clients), Expired, Incomplete (no unit id), Malformed
    /// (none).</returns>
    public static Result<string> UnitIdOf(X509Certificate2? certificate, X509Certificate2 authority, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (certificate is null) return new Refusal(RefusalReason.Malformed, "No client certificate.");
        if (now >= certificate.NotAfter.ToUniversalTime() || now < certificate.NotBefore.ToUniversalTime())
        {
            var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            return new Refusal(RefusalReason.Expired, $"The client certificate is valid from {from:u} to {to:u}; it is {now:u}.");
        }

        if (!IsIssuedBy(certificate, authority, CertificateProfile.ClientAuthentication, now))
            return new Refusal(RefusalReason.BadSignature, "The client certificate is not issued by this control plane, or not for clients.");
        return CommonNameOf(certificate) is { } unitId && Identifier.IsValid(unitId)
            ? unitId
            : new Refusal(RefusalReason.Incomplete, "The client certificate names no unit.");
    }

    /// <summary>How a unit checks its control plane's servers: set as <c>SslClientAuthenticationOptions.CertificateChainPolicy</c>; the host name
    /// is checked by TLS itself.</summary>
    /// <param name="authority">The issuing authority's certificate, as pinned at provisioning.</param>
    public static X509ChainPolicy ServerPolicy(X509Certificate2 authority) => Policy(authority, CertificateProfile.ServerAuthentication);

    /// <summary>A certificate that came from outside, and its key.</summary>
    /// <param name="der">X.509, DER.</param>
    /// <returns>Both for the caller to dispose of; null when it is none or its key is not on a curve that is known here.</returns>
    public static (X509Certificate2 Certificate, ECDsa Key)? TryRead(ReadOnlySpan<byte> der)
    {
        X509Certificate2? certificate = null;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(der);
            // Also what looks like a certificate can hold a key that is none: the platform says so only now.
            if (certificate.GetECDsaPublicKey() is { } key) return (certificate, key);
        }
        catch (CryptographicException)
        {
        }

        certificate?.Dispose();
        return null;
    }

    /// <summary>Whether a server's certificate is one of this authority's for servers; its host name is TLS's to check.</summary>
    /// <param name="certificate">As TLS presented it.</param>
    /// <param name="authority">The issuing authority's certificate, as pinned at provisioning.</param>
    /// <param name="now">The reference time; null where there is none to trust: its dates are then for the caller to check.</param>
    public static bool IsServer(X509Certificate2 certificate, X509Certificate2 authority, DateTimeOffset? now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return IsIssuedBy(certificate, authority, CertificateProfile.ServerAuthentication, now ?? WithinDatesOf(certificate));
    }

    /// <summary>The unit behind a client certificate whose dates count for nothing: for what an expired unit may still ask.</summary>
    /// <returns>As <see cref="UnitIdOf"/>.</returns>
    public static Result<string> UnitIdOfAnyDate(X509Certificate2? certificate, X509Certificate2 authority) =>
        UnitIdOf(certificate, authority, certificate is null ? DateTimeOffset.UnixEpoch : WithinDatesOf(certificate));

    internal static DateTimeOffset WithinDatesOf(X509Certificate2 certificate) => new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).AddSeconds(-1);

    internal static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 authority, string usage, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy = Policy(authority, usage);
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        try
        {
            // A chain of one is the authority itself, which is nobody's identity.
            return chain.Build(certificate) && chain.ChainElements.Count == 2;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    private static X509ChainPolicy Policy(X509Certificate2 authority, string usage)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTimeIgnored = true,
        };
        policy.CustomTrustStore.Add(authority);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }

    private static string? CommonNameOf(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().ToArray();
        return parts is [{ HasMultipleElements: false } only] && only.GetSingleElementType().Value == "2.5.4.3" ? only.GetSingleElementValue() : null;
    }
}
