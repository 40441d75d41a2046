using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Signpost.Trust;

/// <summary>
/// The authority's list of the units' certificates that have not ended yet, a line each: serial number (hex), unit id, end (RFC 3339). A revocation list names serial numbers,
/// and a unit may hold several certificates.
/// </summary>
internal sealed class IssuedCertificates(string directory)
{
    public const string File = "issued.txt";

    private readonly Lock gate = new();

    private string Path => System.IO.Path.Combine(directory, File);

    /// <summary>When it returns, the line is on the disk: a certificate that is not on the list could not be revoked.</summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Add(X509Certificate2 certificate, string unitId, DateTimeOffset now)
    {
        lock (gate)
        {
            var lines = Read().FindAll(x => x.NotAfter > now);
            lines.Add(new Issued(certificate.SerialNumber, unitId, certificate.NotAfter.ToUniversalTime()));
            var text = string.Concat(lines.Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Serial} {x.UnitId} {x.NotAfter:yyyy-MM-ddTHH:mm:ssZ}\n")));
            AtomicFile.Write(Path, Encoding.ASCII.GetBytes(text), AtomicFile.OwnerOnly);
        }
    }

    public List<Issued> Read()
    {
        if (!System.IO.File.Exists(Path)) return [];
        return [.. System.IO.File.ReadAllLines(Path, Encoding.ASCII).Select(Parse)];
    }

    private Issued Parse(string line) =>
        line.Split(' ') is [var serial, var unit, var end] && DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var notAfter)
            ? new Issued(serial, unit, notAfter)
            : throw new TrustException($"'{Path}' holds a line that is none of its own.");

    internal sealed record Issued(string Serial, string UnitId, DateTimeOffset NotAfter);
}
