using Signpost.Hardware.Simulated.Footage;
using Signpost.Hardware.Simulated.Scene;
using Signpost.Hardware.Simulated.Sprites;
using Signpost.Hardware.Simulated.Truth;

namespace Signpost.Hardware.Simulated;

/// <summary>
/// The scene without a clock: picture n shows scene time n / frames a second, and the same options give the same bytes. Not safe for
/// several threads.
/// </summary>
public sealed class SimulatedScene
{
    private const double NoiseDeviation = 2.4;
    private readonly SimulatedCameraOptions _options;
    private readonly VisitPlan _plan;
    private readonly SceneRenderer _renderer;

    private SimulatedScene(SimulatedCameraOptions options, VisitPlan plan, SceneRenderer renderer)
    {
        _options = options;
        _plan = plan;
        _renderer = renderer;
    }

    /// <summary>Decodes the footage and paints the street: a second or two of one core, about 60 MB that stay.</summary>
    /// <exception cref="FootageException">Footage or ffmpeg is missing.</exception>
    public static SimulatedScene Load(SimulatedCameraOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var catalogue = FootageCatalogue.Load();
        return Create(options, catalogue, LoadCast(options, catalogue, cancellationToken));
    }

    /// <summary>Decodes the footage, worn as the options' seed wants.</summary>
    internal static Cast LoadCast(SimulatedCameraOptions options, FootageCatalogue catalogue, CancellationToken cancellationToken) =>
        Cast.Load(catalogue, options.MediaDirectory, Chance(options, 1), cancellationToken);

    /// <summary>Makes the scene of a cast, which several scenes may share.</summary>
    internal static SimulatedScene Create(SimulatedCameraOptions options, FootageCatalogue catalogue, Cast cast)
    {
        var plan = new VisitPlan(catalogue, footage => cast.ReelsOf(footage).Length, Chance(options, 2), options.Width, options.Height);
        var background = StreetBackground.Paint(options.Width, options.Height, Chance(options, 3));
        var noise = new SensorNoise(NoiseDeviation, options.Width * 3, Chance(options, 4));
        return new SimulatedScene(options, plan, new SceneRenderer(cast, plan, background, noise, options.Width, options.Height));
    }

    /// <summary>Draws somebody into a picture that nobody is to see: the first drawing is by far the slowest. Changes nothing of what follows.</summary>
    public void Rehearse(Frame frame) => _renderer.Rehearse(frame);

    /// <summary>Draws a picture; numbers may only rise from call to call. Does not touch the frame's times.</summary>
    public void Draw(long number, Frame frame)
    {
        _renderer.Draw(number / _options.FramesPerSecond, number, frame);
        frame.Sequence = number;
    }

    /// <summary>Where every face of a picture is, the farthest first, whether others hide it or not; numbers may only rise, those of
    /// <see cref="Draw"/> included.</summary>
    /// <returns>How many; those that have no place in <paramref name="faces"/> are left out.</returns>
    public int FacesAt(long number, Span<TrueFace> faces) => _renderer.FacesAt(number / _options.FramesPerSecond, faces);

    /// <summary>The truth up to a scene time.</summary>
    /// <param name="until">Visits that start before this are told.</param>
    /// <param name="startedAt">Moment of scene time 0.</param>
    /// <param name="now">Scene time now: what ended long before is left out.</param>
    public SceneTruth TruthUntil(TimeSpan until, DateTimeOffset startedAt, TimeSpan now)
    {
        _plan.ExtendTo(until.TotalSeconds);
        var oldest = (now - SceneTruth.Kept).TotalSeconds;
        var visits = _plan.Visits.Where(visit => visit.EndsAt >= oldest).Select(Tell).OrderBy(visit => visit.EntersAt).ToArray();
        return new SceneTruth(_options.UnitIndex, _options.Seed, startedAt, _options.FramesPerSecond, visits);
    }

    private static TrueVisit Tell(Visit visit)
    {
        var enter = Place(visit.At(visit.EntersAt));
        var leave = Place(visit.At(visit.LeavesAt));
        return new TrueVisit(
            visit.Number,
            visit.Actor,
            visit.Footage,
            visit.Enrollable,
            Math.Round(visit.EntersAt, 3),
            Math.Round(visit.LeavesAt, 3),
            Math.Min(enter.Width, leave.Width),
            Math.Max(enter.Width, leave.Width),
            enter,
            leave);
    }

    private static TruePlace Place(FacePose pose) => new(Math.Round(pose.X, 1), Math.Round(pose.Y, 1), Math.Round(pose.Width, 1));

    /// <summary>A stream of chance of its own for each purpose, so that a change in one leaves the others as they were.</summary>
    private static Random Chance(SimulatedCameraOptions options, int purpose) =>
        new(unchecked((options.Seed * 7919) ^ (options.UnitIndex * 104_729) ^ (purpose * 15_485_863)));
}
