using Signpost.Cli;
using Signpost.Cli.Tools;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>Publishes the appliance as Native AOT into a folder of its own, beside other builds and not in their way.</summary>
public class NativeAppliance : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly string _name;
    private readonly string[] _arguments;

    public NativeAppliance()
        : this("edge", [])
    {
    }

    internal NativeAppliance(string name, string[] arguments)
    {
        _name = name;
        _arguments = arguments;
        Folder = Path.Combine(SignpostHome.Find().State, "native", name);
    }

    internal string Folder { get; }

    internal string Program => Path.Combine(Folder, "Signpost.Edge.Appliance");

    internal int ExitCode { get; private set; }

    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var home = SignpostHome.Find();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        var artifacts = Path.Combine(home.State, "native", _name == "edge" ? "artifacts" : $"artifacts-{_name}");
        (ExitCode, Output) = await RunAsync(
            Dotnet.Path,
            home.Root,
            [
                "publish", "edge/Signpost.Edge.Appliance", "-c", "Release", "-p:PublishAot=true", $"-p:ArtifactsPath={artifacts}",
                "-o", Folder, "--nologo", "-v", "quiet", .. _arguments,
            ]);
    }

    /// <summary>Runs the program on this processor.</summary>
    internal Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunAsync(Program, "", arguments);

    /// <summary>Runs the program on an emulated processor.</summary>
    internal Task<(int Code, string Output)> RunOnAsync(Emulator emulator, params string[] arguments) =>
        RunAsync(emulator.Path, "", [.. emulator.Arguments, Program, .. arguments]);

    private static async Task<(int Code, string Output)> RunAsync(string program, string directory, string[] arguments)
    {
        using var limit = new CancellationTokenSource(Patience);
        var result = await ToolRunner.RunAsync(program, arguments, limit.Token, directory, ("MSBUILDDISABLENODEREUSE", "1"));
        return (result.ExitCode, result.Output + result.Error);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The same for arm64, with the cross compiler.</summary>
public sealed class ArmAppliance() : NativeAppliance("edge-arm64", ["-r", "linux-arm64"]);
