namespace Signpost.Cli.Tools;

/// <summary>Installs missing tools with apt where this process may, else says exactly what to install.</summary>
internal sealed class DebianPackages(Action<string> say)
{
    private bool _listsAreFresh;

    /// <summary>Makes sure of <paramref name="tool"/> on PATH.</summary>
    /// <exception cref="SetUpException">It is missing and cannot be installed from here.</exception>
    public async Task<string> EnsureToolAsync(string tool, string package, CancellationToken stopping)
    {
        if (ToolPath.Find(tool) is { } found) return found;
        await InstallAsync([package], $"{tool} is missing", stopping);
        return ToolPath.Find(tool) ?? throw new SetUpException($"apt installed {package} and {tool} is still not on PATH: check PATH.");
    }

    /// <summary>Installs those of <paramref name="packages"/> that dpkg does not know as installed.</summary>
    public async Task EnsureAsync(IReadOnlyList<string> packages, CancellationToken stopping)
    {
        if (ToolPath.Find("dpkg-query") is not { } query) return;
        var missing = new List<string>();
        foreach (var package in packages)
        {
            var status = await ToolRunner.RunAsync(query, ["-W", "-f", "${Status}", package], stopping);
            if (!status.Output.EndsWith("install ok installed", StringComparison.Ordinal)) missing.Add(package);
        }
        if (missing.Count > 0) await InstallAsync(missing, $"{string.Join(", ", missing)} not installed", stopping);
    }

    private async Task InstallAsync(IReadOnlyList<string> packages, string why, CancellationToken stopping)
    {
        var names = string.Join(' ', packages);
        if (!Environment.IsPrivilegedProcess || ToolPath.Find("apt-get") is not { } apt)
        {
            throw new SetUpException($"{why}. Install with: sudo apt-get update && sudo apt-get install -y {names}");
        }
        say($"installing {names} with apt");
        if (!_listsAreFresh)
        {
            await RunAptAsync(apt, ["update"], why, names, stopping);
            _listsAreFresh = true;
        }
        await RunAptAsync(apt, ["install", "-y", "--no-install-recommends", .. packages], why, names, stopping);
    }

    private static async Task RunAptAsync(string apt, string[] arguments, string why, string names, CancellationToken stopping)
    {
        var result = await ToolRunner.RunAsync(apt, arguments, stopping);
        if (result.ExitCode != 0) throw new SetUpException($"{why}, and apt-get {arguments[0]} failed ({result.LastLine}). Check the network, or install {names} yourself.");
    }
}
