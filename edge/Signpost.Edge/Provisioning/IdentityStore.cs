using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Contracts;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>
/// The identity on disk: one folder, there completely or not at all.
/// </summary>
/// <remarks>
/// <see cref="Save"/> writes everything into a folder beside it and renames that: a power cut leaves either no identity or all of it, and what an
/// unfinished attempt left is deleted by the next. Keys have mode 0600, the folder 0700.
/// </remarks>
public sealed class IdentityStore(string dataDirectory)
{
    private const string IdentityKeyFile = "identity.key";
    private const string SigningKeyFile = "signing.key";
    private const string CertificateFile = "identity.crt";
    private const string AuthorityFile = "control-plane-ca.crt";
    private const string FactsFile = "unit.json";

    private readonly string _directory = Path.Combine(dataDirectory, "identity");

    /// <summary>Whether the unit was enrolled.</summary>
    public bool Exists => Directory.Exists(_directory);

    /// <summary>Reads the identity.</summary>
    /// <exception cref="ProvisioningException">A file is missing, damaged or open to others.</exception>
    public UnitIdentity Load()
    {
        try
        {
            var facts = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(FactsFile)), IdentityJson.Default.IdentityFacts)
                ?? throw new ProvisioningException($"{PathOf(FactsFile)}: is 'null'");
            if (!Topics.IsValidUnitId(facts.UnitId)) throw new ProvisioningException($"{PathOf(FactsFile)}: '{facts.UnitId}' is no unit id");
            using var identityKey = KeyFiles.ReadSigningKey(PathOf(IdentityKeyFile));
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(PathOf(CertificateFile), Encoding.ASCII));
            return new UnitIdentity(
                facts.UnitId,
                certificate.CopyWithPrivateKey(identityKey),
                KeyFiles.ReadSigningKey(PathOf(SigningKeyFile)),
                X509Certificate2.CreateFromPem(File.ReadAllText(PathOf(AuthorityFile), Encoding.ASCII)),
                facts.RosterRoot,
                new Endpoint(facts.UnitsHost, facts.UnitsPort),
                new Endpoint(facts.BrokerHost, facts.BrokerPort));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or CryptographicException or ArgumentException or TrustException)
        {
            throw new ProvisioningException(
                $"The identity in '{_directory}' cannot be used: {failure.Message} Repair it, or delete the folder and enrol again with a new claim token.", failure);
        }
    }

    /// <summary>Writes the identity of a unit that was just enrolled.</summary>
    /// <exception cref="IOException">The disk is full or not writable; there is then no identity.</exception>
    internal void Save(IdentityFacts facts, ECDsa identityKey, ECDsa signingKey, X509Certificate2 certificate, X509Certificate2 authority)
    {
        var unfinished = _directory + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(unfinished);
        else Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        KeyFiles.Write(Path.Combine(unfinished, IdentityKeyFile), identityKey);
        KeyFiles.Write(Path.Combine(unfinished, SigningKeyFile), signingKey);
        Write(Path.Combine(unfinished, CertificateFile), Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        Write(Path.Combine(unfinished, AuthorityFile), Encoding.ASCII.GetBytes(authority.ExportCertificatePem()));
        Write(Path.Combine(unfinished, FactsFile), JsonSerializer.SerializeToUtf8Bytes(facts, IdentityJson.Default.IdentityFacts));
        Directory.Move(unfinished, _directory);

        // Written last: it puts the name into the folder for people, and its flush of the folder makes the rename durable.
        Write(Path.Combine(dataDirectory, "unit-id"), Encoding.ASCII.GetBytes(facts.UnitId + "\n"));
    }

    private static void Write(string path, byte[] content) => AtomicFile.Write(path, content, AtomicFile.OwnerOnly);

    private string PathOf(string file) => Path.Combine(_directory, file);
}

/// <summary>What is no key and no certificate.</summary>
internal sealed record IdentityFacts
{
    public required string UnitId { get; init; }

    public required byte[] RosterRoot { get; init; }

    public required string UnitsHost { get; init; }

    public required int UnitsPort { get; init; }

    public required string BrokerHost { get; init; }

    public required int BrokerPort { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IdentityFacts))]
internal sealed partial class IdentityJson : JsonSerializerContext;
