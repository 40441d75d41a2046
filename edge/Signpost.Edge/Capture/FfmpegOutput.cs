using System.Globalization;
using System.Text.RegularExpressions;

namespace Signpost.Edge.Capture;

/// <summary>Size and rate of the pictures that ffmpeg is about to write.</summary>
internal readonly record struct PictureFormat(int Width, int Height, double FramesPerSecond);

/// <summary>
/// Reads ffmpeg's own report: the line of its output stream, which tells the size after rotation and scaling (so that one connection is
/// enough and no second program asks beforehand), and the last error lines.
/// </summary>
internal sealed partial class FfmpegOutput
{
    private const int KeptErrors = 8;
    private const int LongestError = 300;
    private readonly TaskCompletionSource<PictureFormat?> _format = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Queue<string> _errors = new();
    private bool _inOutput;

    /// <summary>Completes when the output's line was read; with null when the report ended without it.</summary>
    public Task<PictureFormat?> Format => _format.Task;

    /// <summary>The last errors and warnings, oldest first, credentials masked.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_lock)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>Reads until the report ends, which is when ffmpeg does.</summary>
    public async Task ReadAsync(TextReader report)
    {
        while (await report.ReadLineAsync() is { } line)
        {
            Read(line);
        }

        _format.TrySetResult(null);
    }

    /// <summary>Reads a line.</summary>
    internal void Read(string line)
    {
        if (line.StartsWith("[info] Output #0", StringComparison.Ordinal))
        {
            _inOutput = true;
        }
        else if (_inOutput && !_format.Task.IsCompleted && OutputVideo().Match(line) is { Success: true } match)
        {
            _format.TrySetResult(new PictureFormat(
                int.Parse(match.Groups["width"].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["height"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["rate"].Success ? Rate(match.Groups["rate"].Value) : 0));
        }

        var at = Error().Match(line);
        if (at.Success)
        {
            Keep(at.Groups["text"].Value);
        }
    }

    private void Keep(string text)
    {
        text = VideoSource.MaskCredentials(text.Trim());
        lock (_lock)
        {
            _errors.Enqueue(text.Length > LongestError ? text[..LongestError] : text);
            if (_errors.Count > KeptErrors)
            {
                _errors.Dequeue();
            }
        }
    }

    private static double Rate(string text)
    {
        var thousands = text.EndsWith('k');
        return double.Parse(thousands ? text.AsSpan(0, text.Length - 1) : text, CultureInfo.InvariantCulture) * (thousands ? 1000 : 1);
    }

    [GeneratedRegex(@"Stream #0:0.*: Video: rawvideo .*?, (?<width>\d+)x(?<height>\d+)(?:[ ,].*?(?<rate>[\d.]+k?) fps)?")]
    private static partial Regex OutputVideo();

    [GeneratedRegex(@"^(?:\[[^\]]* @ 0x[0-9a-f]+\] )?\[(?:error|fatal|panic)\] (?<text>.+)$")]
    private static partial Regex Error();
}
