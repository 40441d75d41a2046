using Signpost.Recognition;

namespace Signpost.ModelTools.Packing;

/// <summary>Where things are when the command line does not say: in the checkout that the script <c>signpost</c> names.</summary>
internal static class Places
{
    private static string Home => Environment.GetEnvironmentVariable("SIGNPOST_HOME") is { Length: > 0 } named ? named : Environment.CurrentDirectory;

    /// <summary>The default pack, as built.</summary>
    public static string Pack => Path.Combine(Home, ".signpost", "packs", "default");

    /// <summary>The default pack with nothing quantised.</summary>
    public static string FloatPack => Path.Combine(Home, ".signpost", "packs", "default-float");

    /// <summary>The npm package that the default pack is made from, unpacked.</summary>
    public static string Package => Path.Combine(Home, ".signpost", "media", "faceplugin-face-recognition-js");

    /// <summary>The default pack's manifest, copied beside the program.</summary>
    public static string Manifest => Path.Combine(AppContext.BaseDirectory, "models", "default", ModelPack.ManifestFile);
}
