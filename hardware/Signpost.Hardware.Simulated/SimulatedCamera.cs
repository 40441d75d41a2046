using System.Diagnostics;
using System.Runtime.CompilerServices;
using Signpost.Hardware.Simulated.Footage;
using Signpost.Hardware.Simulated.Truth;

namespace Signpost.Hardware.Simulated;

/// <summary>
/// A camera that looks at a street of people who walk through: real footage of faces in a drawn street, with known truth. It behaves as
/// a live camera: a read returns the picture that is due now, and what a late reader missed is never drawn.
/// </summary>
/// <remarks>
/// The first read loads the scene (a second or two); scene time 0 is when that is done. Missing footage is a lost camera, with the reason.
/// The truth is in <see cref="SceneTruth"/>'s file before the first picture is out, and is kept at least a minute ahead.
/// </remarks>
public sealed class SimulatedCamera : ICamera
{
    /// <summary>
    /// Looks at the clock in the time of one picture. The timer's beat has no fixed place between two pictures: with one look a picture, a beat that
    /// trembles around the moment when the next one is due would now come too early for it and now too late for the one before.
    /// </summary>
    private const int LooksPerPicture = 8;

    /// <summary>Rounding of the clock's ticks, in pictures.</summary>
    private const double Rounding = 1e-6;
    private static readonly TimeSpan TruthAhead = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan TruthEvery = TimeSpan.FromSeconds(30);

    private readonly SimulatedCameraOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<CancellationToken, SimulatedScene> _load;
    private SimulatedScene? _scene;
    private PeriodicTimer? _timer;
    private DateTimeOffset _startedAt;
    private long _startedTicks;
    private long _last = -1;
    private TimeSpan _truthDue;
    private Task<string?> _truthWritten = Task.FromResult<string?>(null);

    /// <summary>Makes the camera; the first read opens it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SimulatedCamera(SimulatedCameraOptions options, TimeProvider clock)
        : this(options, clock, cancellationToken => SimulatedScene.Load(options, cancellationToken))
    {
    }

    /// <summary>Makes the camera with another way to its scene, for tests that share the footage.</summary>
    internal SimulatedCamera(SimulatedCameraOptions options, TimeProvider clock, Func<CancellationToken, SimulatedScene> load)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 640);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Width, 1920);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, 360);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Height, 1080);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FramesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.FramesPerSecond, 60);
        _options = options;
        _clock = clock;
        _load = load;
        Description = new CameraDescription(
            $"simulated scene {options.Seed}/{options.UnitIndex}", options.Width, options.Height, options.FramesPerSecond, IsLive: true);
    }

    /// <inheritdoc/>
    public CameraDescription Description { get; }

    /// <summary>The file that this run's truth is written to; null without one, and before the first read.</summary>
    public string? TruthPath { get; private set; }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (_scene is null && await OpenAsync(into, cancellationToken) is { } reason)
        {
            return CameraRead.Lost(reason);
        }

        var due = Due();
        while (due <= _last)
        {
            await _timer!.WaitForNextTickAsync(cancellationToken);
            due = Due();
        }

        _last = due;
        var drawn = Stopwatch.GetTimestamp();
        _scene!.Draw(due, into);
        into.CapturedAt = _startedAt + SceneTime(due);
        into.DecodeTime = Stopwatch.GetElapsedTime(drawn);
        KeepTruth(SceneTime(due));
        return CameraRead.Frame;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        await _truthWritten;
    }

    /// <summary>Loads the scene. The reason when it cannot be.</summary>
    private async Task<string?> OpenAsync(Frame into, CancellationToken cancellationToken)
    {
        try
        {
            var scene = await Task.Run(() => _load(cancellationToken), cancellationToken);
            // The first drawing is by far the slowest: it is made before the scene's clock runs, and costs no picture.
            scene.Rehearse(into);
            _startedAt = _clock.GetUtcNow();
            _startedTicks = _clock.GetTimestamp();
            TruthPath = _options.TruthFile is { } file ? SceneTruth.PathFor(file, _startedAt) : null;
            _scene = scene;
            WriteTruth(TimeSpan.Zero);
            if (await _truthWritten is { } problem)
            {
                _scene = null;
                return problem;
            }

            _timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / (_options.FramesPerSecond * LooksPerPicture)), _clock);
            return null;
        }
        catch (FootageException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Number of the picture that is due.</summary>
    private long Due() => (long)Math.Floor((_clock.GetElapsedTime(_startedTicks).TotalSeconds * _options.FramesPerSecond) + Rounding);

    private TimeSpan SceneTime(long number) => TimeSpan.FromSeconds(number / _options.FramesPerSecond);

    private void KeepTruth(TimeSpan now)
    {
        if (now >= _truthDue && _truthWritten.IsCompleted)
        {
            WriteTruth(now);
        }
    }

    /// <summary>Writes beside the frame path. A failure costs no picture: the next time writes everything again.</summary>
    private void WriteTruth(TimeSpan now)
    {
        _truthDue = now + TruthEvery;
        if (TruthPath is not { } path)
        {
            return;
        }

        var truth = _scene!.TruthUntil(now + TruthAhead, _startedAt, now);
        _truthWritten = Task.Run(() => TryWrite(truth, path));
    }

    private static string? TryWrite(SceneTruth truth, string path)
    {
        try
        {
            truth.Write(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The simulated scene cannot write its truth: {exception.Message}";
        }
    }
}
