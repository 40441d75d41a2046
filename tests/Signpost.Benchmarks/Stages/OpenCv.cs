using System.Diagnostics;
using System.Text.Json;

namespace Signpost.Benchmarks.Stages;

/// <summary>OpenCV's own times on this machine, a moment before or after ours.</summary>
internal sealed class OpenCv
{
    private readonly Dictionary<string, JsonElement> _answers;

    private OpenCv(Dictionary<string, JsonElement> answers) => _answers = answers;

    public string Version => _answers["version"].GetString()!;

    /// <summary>Median milliseconds of an operation that <c>opencv.py</c> names.</summary>
    public double this[string operation] => _answers[operation].GetDouble();

    /// <summary>Runs the script with the system's Python; null when its OpenCV is not installed.</summary>
    public static OpenCv? Run()
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python)) return null;
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Stages", "opencv.py")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.Result;
        return process.ExitCode == 0 ? new OpenCv(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(output)!) : null;
    }
}
