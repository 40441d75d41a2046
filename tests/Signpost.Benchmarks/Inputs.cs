using Signpost.Recognition;

namespace Signpost.Benchmarks;

/// <summary>What the benchmarks read: the pack, the portraits, the upstream models; and where they keep rendered videos.</summary>
/// <param name="State">The checkout's folder <c>.signpost</c>.</param>
internal sealed record Inputs(string State)
{
    public string Media => Path.Combine(State, "media");

    public string Videos => Directory.CreateDirectory(Path.Combine(State, "bench")).FullName;

    public string UpstreamModels => Path.Combine(Media, "faceplugin-face-recognition-js", "model");

    public ModelPack LoadPack() => ModelPack.Load(Path.Combine(State, "packs", "default"));

    /// <summary>Those of a checkout.</summary>
    /// <exception cref="InvalidDataException">Nothing was fetched yet.</exception>
    public static Inputs In(string home)
    {
        var state = Path.Combine(home, ".signpost");
        return Directory.Exists(Path.Combine(state, "media")) && Directory.Exists(Path.Combine(state, "packs", "default"))
            ? new Inputs(state)
            : throw new InvalidDataException($"{state} holds no models and portraits yet: './signpost bench' fetches them.");
    }

    /// <summary>Those of the checkout that this program was built in, or null when nothing was fetched yet.</summary>
    public static Inputs? Near()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) continue;
            var state = Path.Combine(folder.FullName, ".signpost");
            return Directory.Exists(Path.Combine(state, "media")) && Directory.Exists(Path.Combine(state, "packs", "default")) ? new Inputs(state) : null;
        }

        return null;
    }
}
