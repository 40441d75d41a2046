using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Watchlists.Lint;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>Which key store.</summary>
internal abstract record KeyStoreSettings;

internal sealed record FileKeyStoreSettings(string File) : KeyStoreSettings;

internal sealed record Pkcs11KeyStoreSettings(string Library, string Token, string PinFile) : KeyStoreSettings;

/// <summary>Opens what stands outside the database.</summary>
internal static class KeyStores
{
    // 512 values: a hundred thousand people are 100 MiB.
    private const int LargestCohort = 256 * 1024 * 1024;

    /// <exception cref="KeyStoreException">It cannot be used.</exception>
    public static IKeyStore Open(KeyStoreSettings settings, TimeProvider time) => settings switch
    {
        FileKeyStoreSettings file => FileKeyStore.Open(file.File, time),
        Pkcs11KeyStoreSettings token => Pkcs11KeyStore.Open(token.Library, token.Token, token.PinFile, time),
        _ => throw new ArgumentOutOfRangeException(nameof(settings)),
    };

    /// <exception cref="StartException">The file is no cohort, or one of another pack.</exception>
    public static Cohort LoadCohort(string? path, ModelPack pack)
    {
        if (path is null) return new Cohort(null);
        var bytes = KeyFiles.ReadSecret(path, LargestCohort);
        try
        {
            if (CohortFile.Read(bytes, out var wrong) is not { } file) throw new StartException($"The cohort {path} cannot be used: {wrong}.");
            if (file.PackDigest.Span.SequenceEqual(pack.Digest.Span) && file.TemplateLength == pack.TemplateLength) return new Cohort(file);
            file.Dispose();
            throw new StartException($"The cohort {path} was made with another model pack: make it again with this one.");
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
