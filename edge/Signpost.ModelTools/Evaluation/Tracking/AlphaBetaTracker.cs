using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation.Tracking;

/// <summary>
/// The yardstick: the tracker that units had first. Overlap and nearness to a constant-velocity alpha-beta prediction, best pair first, no appearance,
/// no covariance.
/// </summary>
internal sealed class AlphaBetaTracker : ITrackerUnderTest
{
    private const float LargestSizeRatio = 2, Reach = 0.8f, PositionGain = 0.7f, VelocityGain = 0.25f;
    private const int ConfirmedAfter = 2, Capacity = 32;
    private static readonly TimeSpan EndsAfter = TimeSpan.FromSeconds(1);

    private readonly List<Followed> _tracks = [];
    private long _last;

    public void Update(RecordedFrame frame, Span<long> ids)
    {
        _tracks.RemoveAll(track => frame.At - track.LastSeen > EndsAfter);
        foreach (Followed track in _tracks)
            track.Expect(frame.At);
        bool[] taken = new bool[frame.Faces.Length];
        while (Best(frame.Faces, taken) is var (track, face) && track is not null)
        {
            taken[face] = true;
            track.See(frame.Faces[face], frame.At);
            ids[face] = track.Hits >= ConfirmedAfter ? track.Id : 0;
        }
        for (int face = 0; face < taken.Length; face++)
        {
            if (!taken[face] && _tracks.Count < Capacity)
                _tracks.Add(new Followed(++_last, frame.Faces[face], frame.At));
        }
        foreach (Followed track in _tracks)
            track.IsTaken = false;
    }

    private (Followed? Track, int Face) Best(FaceBox[] faces, bool[] taken)
    {
        (Followed? Track, int Face, float Affinity) best = (null, -1, 0);
        foreach (Followed track in _tracks)
        {
            for (int face = 0; face < faces.Length && !track.IsTaken; face++)
            {
                if (!taken[face] && Affinity(track.Expected, faces[face]) is var affinity && affinity > best.Affinity)
                    best = (track, face, affinity);
            }
        }
        return (best.Track, best.Face);
    }

    private static float Affinity(in FaceBox predicted, in FaceBox face)
    {
        float ratio = predicted.Width / face.Width;
        if (ratio is > LargestSizeRatio or < 1 / LargestSizeRatio)
            return 0;
        float dx = predicted.X + predicted.Width / 2 - face.X - face.Width / 2, dy = predicted.Y + predicted.Height / 2 - face.Y - face.Height / 2;
        float nearness = 1 - MathF.Sqrt(dx * dx + dy * dy) / (Reach * (predicted.Width + predicted.Height) / 2);
        return nearness <= 0 ? 0 : predicted.Overlap(face) + nearness / 2;
    }

    private sealed class Followed(long id, FaceBox first, TimeSpan at)
    {
        private float _x = first.X + first.Width / 2, _y = first.Y + first.Height / 2, _width = first.Width, _height = first.Height, _speedX, _speedY;

        public long Id { get; } = id;

        public TimeSpan LastSeen { get; private set; } = at;

        public FaceBox Expected { get; private set; }

        public int Hits { get; private set; } = 1;

        public bool IsTaken { get; set; }

        public void Expect(TimeSpan now)
        {
            float seconds = (float)(now - LastSeen).TotalSeconds;
            Expected = new FaceBox(_x + _speedX * seconds - _width / 2, _y + _speedY * seconds - _height / 2, _width, _height, 1);
        }

        public void See(in FaceBox face, TimeSpan now)
        {
            float seconds = (float)(now - LastSeen).TotalSeconds;
            float surpriseX = face.X + face.Width / 2 - (_x + _speedX * seconds), surpriseY = face.Y + face.Height / 2 - (_y + _speedY * seconds);
            float gain = Hits == 1 ? 1 : PositionGain, speedGain = Hits == 1 ? 1 : VelocityGain;
            _x += _speedX * seconds + gain * surpriseX;
            _y += _speedY * seconds + gain * surpriseY;
            if (seconds > 0)
            {
                _speedX += speedGain / seconds * surpriseX;
                _speedY += speedGain / seconds * surpriseY;
            }
            _width += PositionGain * (face.Width - _width);
            _height += PositionGain * (face.Height - _height);
            (LastSeen, IsTaken) = (now, true);
            Hits++;
        }
    }
}
