using System.Globalization;
using System.Security.Cryptography;
using Signpost.Cli.Tools;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>Where a run's watchlist comes from: a folder, or the demonstration's footage.</summary>
internal static class Photographs
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    /// <summary><c>DIR/PERSON/*.jpg</c> (also .jpeg, .png), in the order of their names.</summary>
    /// <exception cref="SetUpException">No folder, or no photograph in it.</exception>
    public static IReadOnlyList<Photograph> FromFolder(string folder)
    {
        var root = Path.GetFullPath(folder);
        if (!Directory.Exists(root)) throw new SetUpException($"--watchlist {folder}: there is no such folder. It holds a folder for each person, with photographs in it.");
        var photographs = Directory.EnumerateDirectories(root)
            .SelectMany(person => Directory.EnumerateFiles(person).Select(file => new Photograph(Path.GetFileName(person), file)))
            .Where(photograph => Extensions.Contains(Path.GetExtension(photograph.File), StringComparer.OrdinalIgnoreCase))
            .OrderBy(photograph => photograph.File, StringComparer.Ordinal)
            .ToArray();
        return photographs.Length > 0
            ? photographs
            : throw new SetUpException($"--watchlist {folder}: no photograph found. Expected is a folder for each person, such as {folder}/person-1/front.jpg.");
    }

    /// <summary>The demonstration's photographs; frames of videos are taken out with ffmpeg once.</summary>
    public static async Task<IReadOnlyList<Photograph>> FromFootageAsync(Footage footage, SignpostHome home, DataFolder data, CancellationToken stopping)
    {
        var photographs = new List<Photograph>();
        foreach (var actor in footage.Actors)
        {
            foreach (var picture in actor.Enrolment)
            {
                var source = Path.Combine(home.Media, picture.Package, picture.File);
                var file = picture.Seconds is { } seconds ? await FrameAsync(source, seconds, data, stopping) : source;
                photographs.Add(new(actor.Actor, file));
            }
        }
        return photographs;
    }

    /// <summary>Changes when a person, a file's name or a file's content does, and with the pack or what was measured of it: templates of another are no use.</summary>
    public static string Fingerprint(IEnumerable<Photograph> photographs, PackCertificate certificate)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var photograph in photographs)
        {
            hash.AppendData(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{photograph.Person}/{Path.GetFileName(photograph.File)}")));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(photograph.File)));
        }
        hash.AppendData(PackCertificateFile.Write(certificate));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<string> FrameAsync(string video, double seconds, DataFolder data, CancellationToken stopping)
    {
        var at = seconds.ToString("0.000", CultureInfo.InvariantCulture);
        var frame = Path.Combine(data.Photographs, $"{Path.GetFileNameWithoutExtension(video)}-{at}.png");
        if (File.Exists(frame)) return frame;
        var ffmpeg = ToolPath.Find("ffmpeg") ?? throw new SetUpException("ffmpeg is missing. Install with: sudo apt-get update && sudo apt-get install -y ffmpeg");
        var partial = frame + ".part";
        var result = await ToolRunner.RunAsync(
            ffmpeg,
            ["-nostdin", "-v", "error", "-y", "-ss", at, "-i", video, "-frames:v", "1", "-f", "image2", "-c:v", "png", partial],
            stopping);
        if (result.ExitCode != 0 || !File.Exists(partial)) throw new SetUpException($"ffmpeg could not take a frame out of {video} ({result.LastLine}). Delete {Path.GetDirectoryName(video)} and run this again.");
        File.Move(partial, frame, overwrite: true);
        return frame;
    }
}
