using Signpost.Hardware;

namespace Signpost.Edge.Capture;

/// <summary>
/// A camera behind ffmpeg: RTSP (over TCP), HTTP, a local device, or a video file played once at its own pace. ffmpeg runs as a process of
/// its own, without the unit's environment; pictures that come while the reader is busy are dropped and counted by
/// <see cref="Frame.Sequence"/>.
/// </summary>
/// <remarks>
/// After a loss the next read waits (1 s, doubling to 30 s, until a picture comes) and opens the source again; the numbers go on. A file
/// ends with <see cref="CameraRead.EndOfSource"/>. An address with a password is on ffmpeg's command line, where users of the same
/// machine can read it: a camera's account should be allowed to watch and nothing else.
/// </remarks>
public sealed class FfmpegCamera : ICamera
{
    private readonly FfmpegCameraOptions _options;
    private readonly VideoSource _source;
    private readonly TimeProvider _clock;
    private FfmpegSession? _session;
    private long _sequence;
    private int _failures;
    private bool _ended;

    /// <summary>Makes the camera; the first read opens it.</summary>
    /// <exception cref="ArgumentException">The source is of no kind that is taken, or an option is out of its range.</exception>
    public FfmpegCamera(FfmpegCameraOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWidth, 64);
        if (options.MaxFramesPerSecond is { } rate) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate, nameof(options));
        _options = options;
        _clock = clock;
        _source = VideoSource.Parse(options.Source);
        Description = new CameraDescription(_source.Name, 0, 0, 0, _source.IsLive);
    }

    /// <inheritdoc/>
    public CameraDescription Description { get; private set; }

    /// <summary>The running ffmpeg, for tests that end it; 0 when there is none.</summary>
    internal int ProcessId => _session?.ProcessId ?? 0;

    /// <inheritdoc/>
    public ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(into);
        return _session is not null || _ended ? TakeAsync(into, cancellationToken) : OpenAndTakeAsync(into, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ended = true;
        await CloseAsync();
    }

    private async ValueTask<CameraRead> OpenAndTakeAsync(Frame into, CancellationToken cancellationToken)
    {
        if (_failures > 0)
        {
            await Task.Delay(Pause(_failures), _clock, cancellationToken);
        }

        (_session, var reason) = await FfmpegSession.OpenAsync(_source, _options, _clock, _sequence, cancellationToken);
        if (_session is null)
        {
            _failures++;
            return CameraRead.Lost(reason);
        }

        Description = Description with
        {
            Width = _session.Format.Width,
            Height = _session.Format.Height,
            FramesPerSecond = _session.Format.FramesPerSecond,
        };
        return await TakeAsync(into, cancellationToken);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CameraRead> TakeAsync(Frame into, CancellationToken cancellationToken)
    {
        if (_session is null)
        {
            return CameraRead.EndOfSource;
        }

        var read = await _session.TakeAsync(into, cancellationToken);
        if (read.IsFrame)
        {
            _failures = 0;
            return read;
        }

        _ended = read.Kind == CameraReadKind.EndOfSource;
        _failures++;
        await CloseAsync();
        return read;
    }

    private TimeSpan Pause(int failures)
    {
        var doubled = _options.FirstPause * Math.Pow(2, Math.Min(failures - 1, 16));
        return doubled < _options.LongestPause ? doubled : _options.LongestPause;
    }

    private async ValueTask CloseAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            _sequence = session.NextSequence;
            await session.DisposeAsync();
        }
    }
}
