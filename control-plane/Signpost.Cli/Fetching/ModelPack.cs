using System.Text.Json;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Fetching;

/// <summary>The default model pack on this machine: built by ModelTools from the fetched archive when it is not there yet.</summary>
internal sealed class ModelPack(SignpostHome home, PackageStore packages, Action<string> say)
{
    private const string Manifest = "manifest.json";

    /// <exception cref="SetUpException">The archive cannot be had, or its files are not the pinned ones.</exception>
    public async Task EnsureAsync(CancellationToken stopping)
    {
        if (IsBuilt()) return;
        await packages.EnsureAsync([DefaultPackages.Models], stopping);
        say("building the model pack");
        var result = await ToolRunner.RunAsync(
            home.ModelTools,
            ["build", "--from", packages.FolderOf(DefaultPackages.Models), "--to", home.DefaultPack],
            stopping);
        if (result.ExitCode != 0) throw new SetUpException($"The model pack could not be built: {result.LastLine}");
    }

    /// <summary>
    /// The threshold that docs/results/threshold.md measured for demonstrations, from the manifest's <c>scores.demonstrationThreshold</c>: a pack
    /// brings its own, as another model has another scale.
    /// </summary>
    public float DemonstrationThreshold()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(home.DefaultPack, Manifest)));
        return manifest.RootElement.GetProperty("scores").GetProperty("demonstrationThreshold").GetSingle();
    }

    // Another version of the pack has another manifest.
    private bool IsBuilt()
    {
        var built = Path.Combine(home.DefaultPack, Manifest);
        return File.Exists(built) && File.ReadAllBytes(built).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(home.DefaultPackSource, Manifest)));
    }
}
