using System.Diagnostics;
using System.IO.Enumeration;
using Signpost.Hardware;
using Signpost.Recognition;

namespace Signpost.Edge.Capture;

/// <summary>
/// Plays photographs as if somebody held each before the camera for a second: JPEG and PNG files in order of name, each at its own size,
/// then the end of the source. What a late reader missed is skipped, as with a camera, but every photograph is shown at least once.
/// </summary>
/// <remarks>A photograph that cannot be read is a loss with its name and the reason; the next read goes on with the one after it.</remarks>
public sealed class ImageFolderCamera : ICamera
{
    /// <summary>Pictures a second.</summary>
    public const double FramesPerSecond = 5;

    private const int FramesPerPhotograph = 5;
    /// <summary>
    /// Looks at the clock in the time of one picture. The timer's beat has no fixed place between two pictures: with one look a picture, a beat that
    /// trembles around the moment when the next one is due would now come too early for it and now too late for the one before.
    /// </summary>
    private const int LooksPerPicture = 8;

    /// <summary>Rounding of the clock's ticks, in pictures.</summary>
    private const double Rounding = 1e-6;

    private readonly string _pattern;
    private readonly TimeProvider _clock;
    private readonly Frame _photograph = new();
    private string[]? _paths;
    private PeriodicTimer? _timer;
    private int _next;
    private int _shown = FramesPerPhotograph;
    private long _startedTicks;
    private DateTimeOffset _startedAt;
    private long _last = -1;
    private bool _ended;

    /// <summary>Makes the camera; the first read looks for the files.</summary>
    /// <param name="pattern">A folder, a file, or a folder and a pattern with * and ? for names, as in <c>photos/*.jpg</c>.</param>
    /// <param name="clock">Sets the pace.</param>
    public ImageFolderCamera(string pattern, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        _pattern = Path.GetFullPath(pattern);
        _clock = clock;
        Description = new CameraDescription(_pattern, 0, 0, FramesPerSecond, IsLive: false);
    }

    /// <inheritdoc/>
    public CameraDescription Description { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(into);
        _paths ??= Find();
        if (_paths.Length == 0)
        {
            _paths = null;
            return CameraRead.Lost($"{_pattern} matches no JPEG or PNG file.");
        }

        var decoding = Stopwatch.GetTimestamp();
        if (_shown >= FramesPerPhotograph && !_ended)
        {
            if (_next >= _paths.Length)
            {
                _ended = true;
                _photograph.Clear();
            }
            else if (Load(_paths[_next++]) is { } reason)
            {
                return CameraRead.Lost(reason);
            }
        }

        if (_ended)
        {
            return CameraRead.EndOfSource;
        }

        var decoded = Stopwatch.GetElapsedTime(decoding);
        await WaitForDueAsync(cancellationToken);
        into.EnsureSize(_photograph.Width, _photograph.Height);
        _photograph.Span.CopyTo(into.Span);
        into.Sequence = _last;
        into.CapturedAt = _startedAt + TimeSpan.FromSeconds(_last / FramesPerSecond);
        into.DecodeTime = decoded;
        return CameraRead.Frame;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        _photograph.Clear();
        _ended = true;
        return ValueTask.CompletedTask;
    }

    private string[] Find()
    {
        if (File.Exists(_pattern))
        {
            return [_pattern];
        }

        var isFolder = Directory.Exists(_pattern);
        var folder = isFolder ? _pattern : Path.GetDirectoryName(_pattern)!;
        var name = isFolder ? "*" : Path.GetFileName(_pattern);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateFiles(folder)
                .Where(path => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(path), ignoreCase: false))
                .Where(path => Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Decodes a photograph into the buffer. The reason when it cannot be.</summary>
    private string? Load(string path)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read: {exception.Message}";
        }

        using var photograph = Photograph.Decode(file);
        if (photograph.Error != PhotographError.None)
        {
            return $"{path} {Explain(photograph)}.";
        }

        var image = photograph.Image;
        _photograph.EnsureSize(image.Width, image.Height);
        for (var row = 0; row < image.Height; row++)
        {
            image.Pixels.Slice(row * image.Stride, _photograph.Stride).CopyTo(_photograph.Span[(row * _photograph.Stride)..]);
        }

        _shown = 0;
        Description = Description with { Width = image.Width, Height = image.Height };
        return null;
    }

    private static string Explain(DecodedPhotograph photograph) => photograph.Error switch
    {
        PhotographError.NotJpegOrPng => "is neither a JPEG nor a PNG picture",
        PhotographError.Damaged => "is damaged or ends early",
        PhotographError.TooLarge => "is larger than is taken",
        PhotographError.TooSmall => $"is too small to show a face ({photograph.Width} × {photograph.Height} pixels)",
        _ => "cannot be shown",
    };

    private async ValueTask WaitForDueAsync(CancellationToken cancellationToken)
    {
        if (_timer is null)
        {
            _timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / (FramesPerSecond * LooksPerPicture)), _clock);
            _startedTicks = _clock.GetTimestamp();
            _startedAt = _clock.GetUtcNow();
        }

        var due = Due();
        while (due <= _last)
        {
            await _timer.WaitForNextTickAsync(cancellationToken);
            due = Due();
        }

        // A photograph is held for a second of the clock: what was missed counts as shown, but for its first picture.
        _shown += (int)Math.Min(_shown == 0 ? 1 : due - _last, FramesPerPhotograph);
        _last = due;
    }

    private long Due() => (long)Math.Floor((_clock.GetElapsedTime(_startedTicks).TotalSeconds * FramesPerSecond) + Rounding);
}
