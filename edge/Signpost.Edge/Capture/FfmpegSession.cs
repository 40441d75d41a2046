using System.ComponentModel;
using System.Diagnostics;
using Signpost.Hardware;

namespace Signpost.Edge.Capture;

/// <summary>
/// One run of ffmpeg: the process, the thread that drains its pipe into a <see cref="LatestFrameSlot"/> as fast as pictures come, and
/// the watch over a source that stalls. Disposing kills and reaps the process and zeroes the buffers.
/// </summary>
internal sealed class FfmpegSession : IAsyncDisposable
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(5);

    private readonly VideoSource _source;
    private readonly FfmpegCameraOptions _options;
    private readonly TimeProvider _clock;
    private readonly Process _process;
    private readonly FfmpegOutput _output = new();
    private readonly LatestFrameSlot _slot = new();
    private readonly Task _report;
    private Thread? _drain;
    private ITimer? _watch;
    private long _sequence;
    private long _seen;
    private volatile string? _stopped;

    private FfmpegSession(VideoSource source, FfmpegCameraOptions options, TimeProvider clock, Process process, long sequence)
    {
        _source = source;
        _options = options;
        _clock = clock;
        _process = process;
        _sequence = sequence;
        _report = _output.ReadAsync(process.StandardError);
    }

    /// <summary>What the pictures look like; set once opened.</summary>
    public PictureFormat Format { get; private set; }

    /// <summary>Number of the next picture.</summary>
    public long NextSequence => Interlocked.Read(ref _sequence);

    /// <summary>Identity of the process, for tests that end it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts ffmpeg and waits until it knows its pictures.</summary>
    /// <returns>The session; or the reason why there is none.</returns>
    public static async Task<(FfmpegSession? Session, string Reason)> OpenAsync(
        VideoSource source, FfmpegCameraOptions options, TimeProvider clock, long sequence, CancellationToken cancellationToken)
    {
        if (source.IsFile && !File.Exists(source.Address))
        {
            return (null, Directory.Exists(source.Address) ? $"{source.Name} is a folder, not a video." : $"{source.Name} does not exist.");
        }

        if (Start(source, options) is not { } process)
        {
            return (null, FfmpegComplaint.ProgramMissing);
        }

        var session = new FfmpegSession(source, options, clock, process, sequence);
        try
        {
            var reason = await session.WaitForFormatAsync(cancellationToken);
            if (reason is null)
            {
                return (session, string.Empty);
            }

            await session.DisposeAsync();
            return (null, reason);
        }
        catch (OperationCanceledException)
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="LatestFrameSlot.TakeAsync"/>
    public ValueTask<CameraRead> TakeAsync(Frame into, CancellationToken cancellationToken) => _slot.TakeAsync(into, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        Kill();
        if (_drain is not null)
        {
            await Task.Run(_drain.Join);
        }

        await _process.WaitForExitAsync();
        await _report;
        _process.Dispose();
        _slot.Dispose();
    }

    private static Process? Start(VideoSource source, FfmpegCameraOptions options)
    {
        var start = new ProcessStartInfo(options.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in FfmpegArguments.For(source, options))
        {
            start.ArgumentList.Add(argument);
        }

        // A parser of foreign data gets no secret to leak: of the unit's environment only the way to programs.
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        try
        {
            var process = Process.Start(start);
            process?.StandardInput.Close();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Waits for the format and starts to drain. The reason when it does not come.</summary>
    private async Task<string?> WaitForFormatAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _output.Format.WaitAsync(_options.OpenLimit, _clock, cancellationToken) is not { } format)
            {
                return FfmpegComplaint.Explain(_source.Name, _output.Errors);
            }

            if (format.Width is < 1 or > Frame.MaxSide || format.Height is < 1 or > Frame.MaxSide)
            {
                return $"{_source.Name} has pictures of {format.Width} × {format.Height}, which is more than a unit takes.";
            }

            Format = format;
        }
        catch (TimeoutException)
        {
            return $"{_source.Name} brought no picture within {_options.OpenLimit.TotalSeconds:0} s.";
        }

        _drain = new Thread(Drain) { IsBackground = true, Name = "camera" };
        _drain.Start();
        _watch = _clock.CreateTimer(_ => Watch(), null, _options.StallLimit, _options.StallLimit);
        return null;
    }

    /// <summary>The drain thread: pipe to slot until the pipe ends, then the reason why it ended.</summary>
    private void Drain()
    {
        var first = NextSequence;
        try
        {
            var pipe = _process.StandardOutput.BaseStream;
            PipeRoom.Widen(pipe);
            using var pictures = new RawPictures(pipe, Format);
            while (ReadPicture(pictures, _slot.Writing))
            {
                _slot.Publish();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was ended under us: its exit tells the rest.
        }

        if (!_process.WaitForExit(ExitLimit))
        {
            Kill();
        }

        _report.Wait(ExitLimit);
        _slot.Complete(WhyEnded(NextSequence > first));
    }

    private bool ReadPicture(RawPictures pictures, Frame frame)
    {
        if (!pictures.Read(frame)) return false;
        frame.CapturedAt = _clock.GetUtcNow();
        frame.Sequence = Interlocked.Increment(ref _sequence) - 1;
        return true;
    }

    private CameraRead WhyEnded(bool broughtPictures)
    {
        if (_stopped is { } reason)
        {
            return CameraRead.Lost(reason);
        }

        // A signal's exit code is above 128; ffmpeg's own failures are 1 … 127 or, cut to a byte, a negative error number.
        var failed = !_process.HasExited || _process.ExitCode != 0;
        return (failed, broughtPictures, _source.IsLive) switch
        {
            (false, true, false) => CameraRead.EndOfSource,
            (false, true, true) => CameraRead.Lost($"{_source.Name} ended its stream."),
            (true, true, _) when _output.Errors.Count == 0 => CameraRead.Lost($"ffmpeg was ended while it read {_source.Name}."),
            _ => CameraRead.Lost(FfmpegComplaint.Explain(_source.Name, _output.Errors)),
        };
    }

    private void Watch()
    {
        var now = NextSequence;
        if (now == Interlocked.Exchange(ref _seen, now))
        {
            _stopped = $"{_source.Name} brought no picture for {_options.StallLimit.TotalSeconds:0} s.";
            Kill();
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
