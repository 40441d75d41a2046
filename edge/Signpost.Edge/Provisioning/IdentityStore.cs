using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Contracts;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>
/// Identities on disk: two slots, and a file that says which of them counts. A new identity is made in the other slot, tried against the control plane, and
/// then promoted by one atomic write of that file: whatever is cut off before leaves the present one as it was.
/// </summary>
/// <remarks>
/// A slot is complete when its <c>unit.json</c> is there, which is written last. When <see cref="Promote"/> returns, the new identity is the one that is
/// loaded, also after a power cut. Keys have mode 0600, folders 0700. Not thread-safe; one process holds the data directory.
/// </remarks>
public sealed class IdentityStore(string dataDirectory)
{
    private const string IdentityKeyFile = "identity.key";
    private const string SigningKeyFile = "signing.key";
    private const string RequestFile = "request.csr";
    private const string OccasionFile = "occasion";
    private const string CertificateFile = "identity.crt";
    private const string AuthorityFile = "control-plane-ca.crt";
    private const string FactsFile = "unit.json";
    private const string SlotA = "a";
    private const string SlotB = "b";

    private readonly string _directory = Path.Combine(dataDirectory, "identity");

    /// <summary>Called before every change on the disk: the moments between which a unit can lose its power.</summary>
    internal Action Step { get; init; } = () => { };

    /// <summary>Whether the unit was enrolled.</summary>
    public bool Exists => Current is not null;

    private string CurrentFile => Path.Combine(_directory, "current");

    private string? Current => File.Exists(CurrentFile) && File.ReadAllText(CurrentFile, Encoding.ASCII).Trim() is SlotA or SlotB
        ? File.ReadAllText(CurrentFile, Encoding.ASCII).Trim()
        : null;

    private string Other => PathOf(Current == SlotA ? SlotB : SlotA);

    /// <summary>Reads the identity.</summary>
    /// <exception cref="ProvisioningException">A file is missing, damaged or open to others.</exception>
    public UnitIdentity Load() => Read(PathOf(Current ?? throw new ProvisioningException($"There is no identity in '{_directory}'.")));

    /// <summary>Reads a complete identity from the other slot that is newer than the present one: it was not tried, or not promoted, yet.</summary>
    /// <returns>Null when there is none, or none that can be read: it is of no use then.</returns>
    internal UnitIdentity? LoadCandidate()
    {
        if (!File.Exists(Path.Combine(Other, FactsFile))) return null;
        try
        {
            var candidate = Read(Other);
            if (Current is null) return candidate;
            using var present = Load();
            if (candidate.Certificate.NotAfter > present.Certificate.NotAfter) return candidate;
            candidate.Dispose();
            return null;
        }
        catch (ProvisioningException)
        {
            return null;
        }
    }

    /// <summary>Empties the other slot and puts new keys into it.</summary>
    /// <param name="identityKey">Of the certificate that is asked for.</param>
    /// <param name="signingKey">The unit's.</param>
    /// <param name="request">PKCS#10, DER: kept, so that who asks again is known again.</param>
    /// <param name="occasion">What they are for: <see cref="Resume"/> finds them by it.</param>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    internal void Prepare(ECDsa identityKey, ECDsa signingKey, byte[] request, byte[] occasion)
    {
        Discard();
        Step();
        MakeDirectory(_directory);
        MakeDirectory(Other);
        Step();
        KeyFiles.Write(Path.Combine(Other, IdentityKeyFile), identityKey);
        Step();
        KeyFiles.Write(Path.Combine(Other, SigningKeyFile), signingKey);
        Write(Path.Combine(Other, RequestFile), request);
        Write(Path.Combine(Other, OccasionFile), occasion);
    }

    /// <summary>Keys that were prepared for an occasion and whose certificate has not come yet.</summary>
    /// <returns>Null when there are none. The caller disposes them.</returns>
    internal PreparedKeys? Resume(byte[] occasion)
    {
        try
        {
            if (!File.Exists(Path.Combine(Other, OccasionFile)) || !File.ReadAllBytes(Path.Combine(Other, OccasionFile)).AsSpan().SequenceEqual(occasion)) return null;
            return new PreparedKeys(
                KeyFiles.ReadSigningKey(Path.Combine(Other, IdentityKeyFile)), KeyFiles.ReadSigningKey(Path.Combine(Other, SigningKeyFile)),
                File.ReadAllBytes(Path.Combine(Other, RequestFile)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or TrustException)
        {
            return null;
        }
    }

    /// <summary>Completes the other slot.</summary>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    internal void Complete(IdentityFacts facts, X509Certificate2 certificate, X509Certificate2 authority)
    {
        Write(Path.Combine(Other, CertificateFile), Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        Write(Path.Combine(Other, AuthorityFile), Encoding.ASCII.GetBytes(authority.ExportCertificatePem()));
        Write(Path.Combine(Other, FactsFile), JsonSerializer.SerializeToUtf8Bytes(facts, IdentityJson.Default.IdentityFacts));
    }

    /// <summary>Makes the other slot the one that counts.</summary>
    /// <exception cref="IOException">The disk is full or not writable: the present one still counts.</exception>
    internal void Promote()
    {
        var slot = Path.GetFileName(Other);
        var facts = ReadFacts(Other);
        Write(CurrentFile, Encoding.ASCII.GetBytes(slot + "\n"));

        // For people; and its flush of the data directory makes the folder beside it durable.
        Write(Path.Combine(dataDirectory, "unit-id"), Encoding.ASCII.GetBytes(facts.UnitId + "\n"));
    }

    /// <summary>Empties the other slot.</summary>
    internal void Discard()
    {
        if (!Directory.Exists(Other)) return;
        // First what makes it complete: half of a slot must not pass for all of one.
        Step();
        File.Delete(Path.Combine(Other, FactsFile));
        Step();
        Directory.Delete(Other, recursive: true);
    }

    private UnitIdentity Read(string slot)
    {
        try
        {
            var facts = ReadFacts(slot);
            using var identityKey = KeyFiles.ReadSigningKey(Path.Combine(slot, IdentityKeyFile));
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(slot, CertificateFile), Encoding.ASCII));
            return new UnitIdentity(
                facts.UnitId,
                certificate.CopyWithPrivateKey(identityKey),
                KeyFiles.ReadSigningKey(Path.Combine(slot, SigningKeyFile)),
                X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(slot, AuthorityFile), Encoding.ASCII)),
                facts.RosterRoot,
                new Endpoint(facts.UnitsHost, facts.UnitsPort),
                new Endpoint(facts.UnitsHost, facts.EnrolmentPort),
                new Endpoint(facts.BrokerHost, facts.BrokerPort),
                facts.IssuedAt);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or CryptographicException or ArgumentException or TrustException)
        {
            throw new ProvisioningException(
                $"The identity in '{slot}' cannot be used: {failure.Message} Repair it, or delete '{_directory}' and enrol again with a new claim token.", failure);
        }
    }

    private static IdentityFacts ReadFacts(string slot)
    {
        var path = Path.Combine(slot, FactsFile);
        var facts = JsonSerializer.Deserialize(File.ReadAllBytes(path), IdentityJson.Default.IdentityFacts) ?? throw new JsonException($"{path}: is 'null'");
        return Topics.IsValidUnitId(facts.UnitId) ? facts : throw new JsonException($"{path}: '{facts.UnitId}' is no unit id");
    }

    private static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write(string path, byte[] content)
    {
        Step();
        AtomicFile.Write(path, content, AtomicFile.OwnerOnly);
    }

    private string PathOf(string file) => Path.Combine(_directory, file);
}

/// <summary>Keys that wait for a certificate.</summary>
internal sealed record PreparedKeys(ECDsa IdentityKey, ECDsa SigningKey, byte[] Request) : IDisposable
{
    public void Dispose()
    {
        IdentityKey.Dispose();
        SigningKey.Dispose();
    }
}

/// <summary>What is no key and no certificate.</summary>
internal sealed record IdentityFacts
{
    public required string UnitId { get; init; }

    public required byte[] RosterRoot { get; init; }

    public required string UnitsHost { get; init; }

    public required int UnitsPort { get; init; }

    public required int EnrolmentPort { get; init; }

    public required string BrokerHost { get; init; }

    public required int BrokerPort { get; init; }

    /// <summary>The control plane's signed time when the certificate was issued: it is at least that.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IdentityFacts))]
internal sealed partial class IdentityJson : JsonSerializerContext;
