using System.Diagnostics;
using System.Globalization;
using Signpost.Hardware;

namespace Signpost.Benchmarks.Scenes;

/// <summary>What a camera would send: the crowd as H.264, encoded once and kept.</summary>
internal static class SceneVideo
{
    /// <summary>Pictures a second of the camera.</summary>
    public const int Rate = 15;

    /// <summary>How the stream is made, for the results page.</summary>
    public const string Description = "H.264 High, 1920×1080, 15 pictures a second, 2 Mbit/s, a key picture every 2 s, no B pictures (libx264 veryfast, zerolatency), with sensor noise";

    /// <summary>The video's path; rendered when it is not there yet.</summary>
    /// <exception cref="IOException">ffmpeg could not encode it.</exception>
    public static async Task<string> EnsureAsync(Inputs inputs, int people, int seconds)
    {
        var path = Path.Combine(inputs.Videos, $"crowd-{people}-1080p{Rate}-{seconds}s.mp4");
        if (File.Exists(path)) return path;
        Console.Error.WriteLine($"rendering {seconds} s of {people} people at 1080p{Rate} (once)");
        using var portraits = Portraits.Load(inputs.Media);
        using var scene = new CrowdScene(portraits, 1920, 1080, people);
        var partial = path + ".part";
        using var encoder = Process.Start(new ProcessStartInfo("ffmpeg", Arguments(partial)) { RedirectStandardInput = true })!;
        var frame = new Frame();
        await using (var pipe = encoder.StandardInput.BaseStream)
        {
            for (var number = 0; number < seconds * Rate; number++)
            {
                scene.Draw((double)number / Rate, frame);
                await pipe.WriteAsync(frame.Pixels.AsMemory(0, frame.Length));
            }
        }

        await encoder.WaitForExitAsync();
        if (encoder.ExitCode != 0) throw new IOException($"ffmpeg could not encode {path}: its words are above.");
        File.Move(partial, path, overwrite: true);
        return path;
    }

    private static string[] Arguments(string path) =>
    [
        "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", "1920x1080", "-r", Rate.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0",
        "-vf", "noise=alls=3:allf=t,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency",
        "-b:v", "2M", "-maxrate", "2M", "-bufsize", "2M", "-g", (2 * Rate).ToString(CultureInfo.InvariantCulture), "-f", "mp4", path,
    ];
}
