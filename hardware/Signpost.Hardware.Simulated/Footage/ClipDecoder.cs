using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Signpost.Hardware.Simulated.Footage;

/// <summary>Decodes a stretch of video with ffmpeg, scaled so that the face has a wanted width.</summary>
internal static class ClipDecoder
{
    /// <summary>Pictures a second that are taken from a clip.</summary>
    public const double FramesPerSecond = 12.5;

    /// <summary>Calls <paramref name="onFrame"/> with each picture: BGRA, opaque, no row padding; the span is reused.</summary>
    /// <exception cref="FootageException">ffmpeg is missing, or it brought no picture.</exception>
    public static void Decode(string path, FootageClip clip, int width, int height, Action<ReadOnlySpan<byte>> onFrame)
    {
        var start = new ProcessStartInfo("ffmpeg")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-loglevel", "error", "-threads", "1",
            "-ss", Number(clip.Start), "-t", Number(clip.Seconds), "-i", path,
            "-an", "-vf", $"fps={Number(FramesPerSecond)},scale={width}:{height}:flags=area", "-pix_fmt", "bgra", "-f", "rawvideo", "pipe:1",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var frame = new byte[width * height * 4];
            var frames = 0;
            var output = process.StandardOutput.BaseStream;
            while (output.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
            {
                onFrame(frame);
                frames++;
            }

            process.WaitForExit();
            if (frames == 0)
            {
                throw new FootageException($"ffmpeg could not read {path}: {errors.GetAwaiter().GetResult().Trim()}");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new FootageException("ffmpeg did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new FootageException("ffmpeg is not installed: install it (Debian: apt-get install ffmpeg).", exception);
        }
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
