using Signpost.Cli.Demonstration;
using Signpost.Cli.Fetching;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Running;

/// <summary>What a run needs before the first program starts.</summary>
internal sealed record Prepared(IReadOnlyList<Source> Sources, IReadOnlyList<Photograph> Photographs, DemonstrationScores Scores, string CohortFile);

/// <summary>Looks for everything that can be missing, and fetches or installs it where this machine allows.</summary>
internal sealed class Preparation(SignpostHome home, PackageStore packages, ModelPack pack, DebianPackages debian)
{
    private const long LeastFreeBytes = 300L * 1024 * 1024;

    public async Task<Prepared> PrepareAsync(UpOptions options, DataFolder data, CancellationToken stopping)
    {
        RequireSpace(data.Root);
        RequireSpace(home.State);
        await debian.EnsureToolAsync("ffmpeg", "ffmpeg", stopping);
        var sources = await Sources.ResolveAsync(options.Sources, options.Units, stopping);
        var own = options.Watchlist is { } folder ? Photographs.FromFolder(folder) : null;
        var footage = Footage.Load(home);
        if (own is null || sources.Any(s => s.IsSimulated)) await packages.EnsureAsync(footage.NpmPackages(), stopping);
        await pack.EnsureAsync(stopping);
        return new(sources, own ?? await Photographs.FromFootageAsync(footage, home, data, stopping), pack.Scores(), await pack.SyntheticCohortAsync(data.Root, stopping));
    }

    private static void RequireSpace(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < LeastFreeBytes) throw new SetUpException($"The disk of {folder} has {free / 1048576} MB free and a run needs {LeastFreeBytes / 1048576} MB. Free some, or name another folder with --data DIR.");
    }
}
