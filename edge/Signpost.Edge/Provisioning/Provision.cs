using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>What a field engineer gives a unit for its first start, checked.</summary>
/// <param name="EnrolmentUrl">Address of the enrolment service, https.</param>
/// <param name="Authority">The control plane's authority; nothing else is believed on that line, or ever after.</param>
/// <param name="RosterRoot">SubjectPublicKeyInfo (DER, P-256) of the force's root.</param>
/// <param name="ClaimToken">Good once.</param>
public sealed record Provision(Uri EnrolmentUrl, X509Certificate2 Authority, byte[] RosterRoot, string ClaimToken)
{
    private const int MaximumTokenLength = 1024;

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="ProvisioningException">Says what is wrong, what was expected and what to do.</exception>
    public static Provision Read(string path)
    {
        var file = Parse(path);
        if (!Uri.TryCreate(file.EnrolmentUrl, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
            throw new ProvisioningException($"{path}: enrolmentUrl is '{file.EnrolmentUrl}', expected https://HOST:PORT");
        return new Provision(url, ReadAuthority(path, file), ReadRoot(path, file), ReadToken(path, file));
    }

    private static ProvisionJson Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProvisionJsonContext.Default.ProvisionJson)
                ?? throw new ProvisioningException($"{path}: is 'null', expected a provision file");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ProvisioningException($"Provision file '{path}' cannot be read: {failure.Message} Get one from the field engineer and name it as provisionFile.", failure);
        }
    }

    private static X509Certificate2 ReadAuthority(string path, ProvisionJson file)
    {
        try
        {
            return X509Certificate2.CreateFromPem(file.ControlPlaneCa);
        }
        catch (CryptographicException failure)
        {
            throw new ProvisioningException($"{path}: controlPlaneCa is not a certificate (PEM).", failure);
        }
    }

    private static byte[] ReadRoot(string path, ProvisionJson file)
    {
        var bytes = new byte[file.RosterRootPublicKey.Length];
        if (Convert.TryFromBase64String(file.RosterRootPublicKey, bytes, out var length))
        {
            using var key = P256.TryImportPublicKey(bytes.AsSpan(0, length));
            if (key is not null) return bytes[..length];
        }

        throw new ProvisioningException($"{path}: rosterRootPublicKey is not a P-256 public key (base64 of SubjectPublicKeyInfo).");
    }

    private static string ReadToken(string path, ProvisionJson file)
    {
        var tokenPath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file.ClaimTokenFile);
        try
        {
            var bytes = KeyFiles.ReadSecret(tokenPath, MaximumTokenLength);
            var token = Encoding.ASCII.GetString(bytes).Trim();
            CryptographicOperations.ZeroMemory(bytes);
            return token.Length > 0 ? token : throw new ProvisioningException($"'{tokenPath}' is empty, expected a claim token.");
        }
        catch (TrustException failure)
        {
            throw new ProvisioningException($"The claim token cannot be read: {failure.Message}", failure);
        }
    }
}

/// <summary>The provision file as written.</summary>
internal sealed record ProvisionJson
{
    public required string EnrolmentUrl { get; init; }

    public required string ControlPlaneCa { get; init; }

    public required string RosterRootPublicKey { get; init; }

    public required string ClaimTokenFile { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProvisionJson))]
internal sealed partial class ProvisionJsonContext : JsonSerializerContext;
