using System.Globalization;
using System.Text.RegularExpressions;

namespace Signpost.Edge.Capture;

/// <summary>The pictures that ffmpeg is about to write: planar YUV 4:2:0.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FramesPerSecond">As the stream states it; 0 when it does not.</param>
/// <param name="Colours">What the numbers mean.</param>
internal readonly record struct PictureFormat(int Width, int Height, double FramesPerSecond, YuvColours Colours);

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
                match.Groups["rate"].Success ? Rate(match.Groups["rate"].Value) : 0,
                Colours(match)));
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

    // "yuv420p(tv, bt709, progressive)", "yuvj420p(pc, bt470bg/unknown/unknown, progressive)": range, then matrix/primaries/transfer.
    private static YuvColours Colours(Match match)
    {
        var facts = match.Groups["facts"].Value.Split(", ");
        var isFull = match.Groups["full"].Success || facts.Contains("pc");
        var isBt709 = facts.Any(fact => fact == "bt709" || fact.StartsWith("bt709/", StringComparison.Ordinal));
        return (isFull, isBt709) switch
        {
            (false, false) => YuvColours.Bt601,
            (false, true) => YuvColours.Bt709,
            (true, false) => YuvColours.Bt601Full,
            (true, true) => YuvColours.Bt709Full,
        };
    }

    private static double Rate(string text)
    {
        var thousands = text.EndsWith('k');
        return double.Parse(thousands ? text.AsSpan(0, text.Length - 1) : text, CultureInfo.InvariantCulture) * (thousands ? 1000 : 1);
    }

    [GeneratedRegex(@"Stream #0:0.*: Video: rawvideo .*?, yuv(?<full>j)?420p(?:\((?<facts>[^)]*)\))?, (?<width>\d+)x(?<height>\d+)(?:[ ,].*?(?<rate>[\d.]+k?) fps)?")]
    private static partial Regex OutputVideo();

    [GeneratedRegex(@"^(?:\[[^\]]* @ 0x[0-9a-f]+\] )?\[(?:error|fatal|panic)\] (?<text>.+)$")]
    private static partial Regex Error();
}
