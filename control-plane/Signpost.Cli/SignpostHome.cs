namespace Signpost.Cli;

/// <summary>Where things are: the checkout, and what is generated in its ignored folder <c>.signpost</c>.</summary>
/// <param name="Root">Absolute path of the checkout.</param>
internal sealed record SignpostHome(string Root)
{
    public const string EnvironmentVariable = "SIGNPOST_HOME";

    public string State => Path.Combine(Root, ".signpost");

    /// <summary>Archives as the package registry served them.</summary>
    public string Cache => Path.Combine(State, "cache");

    /// <summary>Unpacked footage and model files, a folder a package.</summary>
    public string Media => Path.Combine(State, "media");

    public string DefaultPack => Path.Combine(State, "packs", "default");

    public string DefaultData => Path.Combine(State, "data");

    public string ControlPlane => Program("control-plane", "Signpost.ControlPlane.Server");

    public string Appliance => Program("edge", "Signpost.Edge.Appliance");

    public string ModelTools => Program("model-tools", "Signpost.ModelTools");

    public string DefaultPackSource => Path.Combine(Root, "edge", "models", "default");

    private string Program(string folder, string name) => Path.Combine(State, "bin", folder, name);

    /// <summary>The checkout the script named, or the nearest folder above this program that holds the solution.</summary>
    public static SignpostHome Find()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named) return new(Path.GetFullPath(named));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) return new(folder.FullName);
        }
        throw new SetUpException($"The checkout was not found: start this program with the script ./signpost, or set {EnvironmentVariable}.");
    }
}
