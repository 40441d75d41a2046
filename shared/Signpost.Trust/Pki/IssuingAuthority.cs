using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Signpost.Trust;

/// <summary>The control plane's private certificate authority: units' TLS identities and its own servers' certificates. It signs connections, never
/// orders.</summary>
public sealed class IssuingAuthority : IDisposable
{
    /// <summary>How long a unit's certificate lasts.</summary>
    public static readonly TimeSpan UnitLifetime = TimeSpan.FromDays(30);

    /// <summary>How long a server's certificate lasts; it is renewed at a start that finds less than a third left.</summary>
    public static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(398);

    /// <summary>How long the authority lasts.</summary>
    public static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>How long a revocation list counts; a broker whose list is older refuses everybody.</summary>
    public static readonly TimeSpan RevocationListLifetime = TimeSpan.FromDays(90);

    private const string KeyFile = "issuing-ca.key";
    private const string CertificateFile = "issuing-ca.crt";
    private const UnixFileMode Readable = AtomicFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string directory;
    private readonly TimeProvider time;
    private readonly ECDsa key;
    private readonly IssuedCertificates issuedCertificates;

    private IssuingAuthority(string directory, TimeProvider time, ECDsa key, X509Certificate2 certificate)
    {
        this.directory = directory;
        issuedCertificates = new IssuedCertificates(directory);
        this.time = time;
        this.key = key;
        Certificate = certificate;
    }

    /// <summary>The authority's certificate, without its private key: what units and servers are given as their trust anchor.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Loads the authority from <paramref name="directory"/>, or makes it there: key file 0600, written atomically, key before
    /// certificate.</summary>
    /// <exception cref="TrustException">What is there is unreadable, expired, open to others, or certificate and key do not belong
    /// together.</exception>
    public static IssuingAuthority CreateOrLoad(string directory, string commonName, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Directory.CreateDirectory(directory);
        var certificatePath = Path.Combine(directory, CertificateFile);
        var key = KeyFiles.ReadOrCreateSigningKey(Path.Combine(directory, KeyFile));
        try
        {
            if (!File.Exists(certificatePath))
            {
                var now = time.GetUtcNow();
                var request = CertificateProfile.Authority(commonName, key);
                using var created = request.CreateSelfSigned(now - CertificateProfile.ClockSkew, now + AuthorityLifetime);
                WriteCertificate(certificatePath, created);
            }

            return new IssuingAuthority(directory, time, key, LoadCertificate(certificatePath, key, time));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Issues a unit's TLS identity. Subject, extensions and attributes of the request are ignored; its key and its proof of possession
    /// count.</summary>
    /// <param name="signingRequest">PKCS#10, DER, P-256.</param>
    /// <param name="unitId">Becomes the common name.</param>
    /// <returns>The certificate (DER), or: Malformed, BadSignature (the request does not prove possession), WrongKey (not P-256).</returns>
    /// <param name="listed">Whether it can be revoked: false for the control plane's own, which is made anew for every connection.</param>
    /// <exception cref="ArgumentException"><paramref name="unitId"/> is no id.</exception>
    public Result<byte[]> IssueUnitCertificate(ReadOnlyMemory<byte> signingRequest, string unitId, bool listed = true)
    {
        if (!Identifier.IsValid(unitId)) throw new ArgumentException($"'{unitId}' is not 1 to 64 of a-z, 0-9 and '-'.", nameof(unitId));
        if (!UnitCertificateRequest.ReadKey(signingRequest).TryGet(out var publicKey, out var refusal)) return refusal;
        using var issued = Issue(CertificateProfile.Leaf(unitId, publicKey, CertificateProfile.ClientAuthentication, Certificate), UnitLifetime);
        if (listed) issuedCertificates.Add(issued, unitId, time.GetUtcNow());
        return issued.RawData;
    }

    /// <summary>A server certificate with its private key, ready for Kestrel; kept in the authority's directory and renewed when it must
    /// be.</summary>
    /// <param name="name">File name stem: a-z, 0-9 and '-'.</param>
    /// <param name="hosts">DNS names or addresses clients will use; localhost, 127.0.0.1 and ::1 are added.</param>
    /// <exception cref="TrustException">What is there is unreadable or open to others.</exception>
    public X509Certificate2 CreateOrLoadServerCertificate(string name, IReadOnlyList<string> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        if (!Identifier.IsValid(name)) throw new ArgumentException($"'{name}' is not 1 to 64 of a-z, 0-9 and '-'.", nameof(name));
        string[] names = [.. hosts.Concat(["localhost", "127.0.0.1", "::1"]).Distinct(StringComparer.OrdinalIgnoreCase)];
        using var serverKey = KeyFiles.ReadOrCreateSigningKey(Path.Combine(directory, name + ".key"));
        using var certificate = CreateOrLoad(name, serverKey, CertificateProfile.ServerAuthentication, names, () => ServerRequest(names, new PublicKey(serverKey)));
        return certificate.CopyWithPrivateKey(serverKey);
    }

    /// <summary>What signs the control plane's time: a key of its own, kept in the authority's directory, with a certificate for nothing else.</summary>
    /// <exception cref="TrustException">What is there is unreadable or open to others.</exception>
    public TimeSigner CreateOrLoadTimeSigner()
    {
        const string name = "time";
        var timeKey = KeyFiles.ReadOrCreateSigningKey(Path.Combine(directory, name + ".key"));
        try
        {
            using var certificate = CreateOrLoad(
                name, timeKey, CertificateProfile.TimeStamping, [],
                () => CertificateProfile.Leaf(name, new PublicKey(timeKey), CertificateProfile.TimeStamping, Certificate));
            return new TimeSigner(timeKey, certificate.RawData, time);
        }
        catch
        {
            timeKey.Dispose();
            throw;
        }
    }

    /// <summary>Writes the certificate revocation list (RFC 5280 §5, PEM, readable by all) of the units that are no longer believed, for brokers that know of nothing
    /// else.</summary>
    /// <param name="path">Replaced whole.</param>
    /// <param name="revoked">Unit ids and when; all of their certificates that have not ended.</param>
    /// <exception cref="TrustException">The list of issued certificates is damaged.</exception>
    public void WriteRevocationList(string path, IReadOnlyDictionary<string, DateTimeOffset> revoked)
    {
        ArgumentNullException.ThrowIfNull(revoked);
        var now = time.GetUtcNow();
        var list = new CertificateRevocationListBuilder();
        foreach (var issued in issuedCertificates.Read())
        {
            if (issued.NotAfter > now && revoked.TryGetValue(issued.UnitId, out var since))
                list.AddEntry(Convert.FromHexString(issued.Serial), since, X509RevocationReason.PrivilegeWithdrawn);
        }

        var der = list.Build(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.UtcTicks, now + RevocationListLifetime, HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false), now - CertificateProfile.ClockSkew);
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", der) + "\n"), Readable);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        key.Dispose();
        Certificate.Dispose();
    }

    private CertificateRequest ServerRequest(string[] names, PublicKey serverKey)
    {
        var request = CertificateProfile.Leaf(names[0], serverKey, CertificateProfile.ServerAuthentication, Certificate);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        return request;
    }

    private X509Certificate2 CreateOrLoad(string name, ECDsa leafKey, string usage, string[] names, Func<CertificateRequest> request)
    {
        var path = Path.Combine(directory, name + ".crt");
        if (File.Exists(path))
        {
            var kept = ReadCertificate(path);
            if (StillServes(kept, leafKey, usage, names)) return kept;
            kept.Dispose();
        }

        var issued = Issue(request(), ServerLifetime);
        WriteCertificate(path, issued);
        return issued;
    }

    private bool StillServes(X509Certificate2 kept, ECDsa leafKey, string usage, string[] names)
    {
        using var keptKey = kept.GetECDsaPublicKey();
        return keptKey is not null
            && keptKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(leafKey.ExportSubjectPublicKeyInfo())
            && PeerCertificates.IsIssuedBy(kept, Certificate, usage, time.GetUtcNow())
            && kept.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime > ServerLifetime / 3
            && names.All(n => kept.MatchesHostname(n, allowWildcards: false, allowCommonName: false));
    }

    private X509Certificate2 Issue(CertificateRequest request, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        DateTimeOffset authorityEnd = Certificate.NotAfter.ToUniversalTime();
        var notAfter = now + lifetime < authorityEnd ? now + lifetime : authorityEnd;
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        return request.Create(Certificate.SubjectName, generator, now - CertificateProfile.ClockSkew, notAfter, CertificateProfile.NewSerial());
    }

    private static X509Certificate2 LoadCertificate(string path, ECDsa key, TimeProvider time)
    {
        var certificate = ReadCertificate(path);
        using var certified = certificate.GetECDsaPublicKey();
        if (certified is null || !certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            throw new TrustException($"'{path}' is not the certificate of '{KeyFile}' beside it.");
        if (certificate.NotAfter.ToUniversalTime() <= time.GetUtcNow().UtcDateTime)
            throw new TrustException($"'{path}' ended at {certificate.NotAfter.ToUniversalTime():u}; make a new authority and enrol the units again.");
        return certificate;
    }

    private static X509Certificate2 ReadCertificate(string path)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(path, Encoding.ASCII));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new TrustException($"'{path}' is not a readable certificate (PEM).", e);
        }
    }

    private static void WriteCertificate(string path, X509Certificate2 certificate) =>
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"), Readable);
}
