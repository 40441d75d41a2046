using Signpost.Edge.Tracking;
using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation.Tracking;

/// <summary>
/// A crowd without pictures: people of many sizes who walk through each other's way, are hidden by whoever is nearer, missed now and then, and found
/// where nobody is. Appearances are drawn so that the same person and two persons are as alike as on the simulated street.
/// </summary>
internal sealed class CrowdRecording
{
    private const int Width = 1920, Height = 1080;
    private const float Missed = 0.08f, False = 0.3f, Jitter = 0.04f, Hidden = 0.2f;

    private readonly Random _random;
    private readonly float[] _common;
    private readonly List<Walker> _people = [];
    private int _last;

    private CrowdRecording(int seed)
    {
        _random = new Random(seed);
        _common = Direction();
    }

    public static Recording Make(int seed, int people, TimeSpan length, double framesPerSecond)
    {
        var crowd = new CrowdRecording(seed);
        var frames = new List<RecordedFrame>();
        for (int number = 0; number < length.TotalSeconds * framesPerSecond; number++)
            frames.Add(crowd.Next(people, number, 1 / framesPerSecond));
        return new Recording(Width, Height, frames);
    }

    private RecordedFrame Next(int people, int number, double seconds)
    {
        while (_people.Count < people)
            _people.Add(Enter(anywhere: number == 0));
        foreach (Walker walker in _people)
            walker.Step((float)seconds, Gaussian(), Gaussian());
        _people.RemoveAll(walker => walker.X < -walker.Size || walker.X > Width + walker.Size || walker.Y < -walker.Size || walker.Y > Height + walker.Size);
        var (faces, looks, owners) = (new List<FaceBox>(), new List<float>(), new List<int>());
        foreach (Walker walker in _people)
        {
            if (_random.NextSingle() < Missed || IsHidden(walker) || !IsInView(walker))
                continue;
            faces.Add(walker.Box(Jitter * Gaussian(), Jitter * Gaussian(), 1 + Jitter * Gaussian()));
            looks.AddRange(Look(walker.Look));
            owners.Add(walker.Person);
        }
        if (_random.NextSingle() < False)
        {
            faces.Add(new FaceBox(_random.Next(Width - 80), _random.Next(Height - 80), 60, 75, 0.8f));
            looks.AddRange(Look(Direction()));
            owners.Add(0);
        }
        return new RecordedFrame(TimeSpan.FromSeconds(number * seconds), [.. faces], [.. looks], [.. owners]);
    }

    private Walker Enter(bool anywhere)
    {
        float size = 40 + 70 * _random.NextSingle();
        bool rightwards = _random.Next(2) == 0;
        return new Walker
        {
            Person = ++_last,
            Size = size,
            X = anywhere ? Width * _random.NextSingle() : rightwards ? 0 : Width,
            Y = Height * (0.1f + 0.8f * _random.NextSingle()),
            SpeedX = (rightwards ? 1 : -1) * size * (0.8f + 2 * _random.NextSingle()),
            SpeedY = size * 0.3f * Gaussian(),
            Look = Direction(),
        };
    }

    private bool IsHidden(Walker walker) => _people.Exists(other => other.Size > walker.Size && other.Box(0, 0, 1).Overlap(walker.Box(0, 0, 1)) > Hidden);

    private static bool IsInView(Walker walker) => walker.X >= 0 && walker.X < Width && walker.Y >= 0 && walker.Y < Height;

    // Same person about 0.95, two persons about 0.65.
    private float[] Look(float[] own)
    {
        float[] noise = Direction(), look = new float[Appearance.Length];
        for (int index = 0; index < look.Length; index++)
            look[index] = 0.8f * _common[index] + 0.55f * own[index] + 0.22f * noise[index];
        Template.Normalise(look);
        return look;
    }

    private float[] Direction()
    {
        float[] direction = new float[Appearance.Length];
        for (int index = 0; index < direction.Length; index++)
            direction[index] = Gaussian();
        Template.Normalise(direction);
        return direction;
    }

    private float Gaussian() => MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle())) * MathF.Cos(MathF.Tau * _random.NextSingle());

    private sealed class Walker
    {
        public required int Person { get; init; }

        public required float Size { get; init; }

        public required float[] Look { get; init; }

        public required float X { get; set; }

        public required float Y { get; set; }

        public required float SpeedX { get; set; }

        public required float SpeedY { get; set; }

        public void Step(float seconds, float pushX, float pushY)
        {
            float push = Size * MathF.Sqrt(seconds);
            SpeedX += 0.6f * push * pushX;
            SpeedY += 0.3f * push * pushY - 0.3f * seconds * SpeedY;
            X += SpeedX * seconds;
            Y += SpeedY * seconds;
        }

        public FaceBox Box(float shiftX, float shiftY, float scale) =>
            new(X + shiftX * Size - Size * scale / 2, Y + shiftY * Size - Size * 0.6f * scale, Size * scale, Size * 1.2f * scale, 0.9f);
    }
}
