using Signpost.Hardware.Simulated.Footage;
using Signpost.Hardware.Simulated.Sprites;

namespace Signpost.Hardware.Simulated.Scene;

/// <summary>
/// Decides who walks through the scene when and how, from a seed alone: three lanes at three distances, in each of which people follow
/// one another, and now and then somebody who crosses them while coming nearer. Each actor comes within the first 20 s and again about
/// every 20 s after leaving; strangers come round like a shuffled deck.
/// </summary>
internal sealed class VisitPlan
{
    /// <summary>A face narrower than this does not count as seen, in pixels.</summary>
    public const float LeastFaceWidth = 50;

    private const int MostAtOnce = 5;
    private const double ActorInterval = 18;
    private const double LongestVisit = 9;
    private const float CameraHeight = 0.079f;
    private const float YPerWidth = 2.86f;

    private static readonly BgrColour[] Coats =
    [
        new(96, 66, 48), new(60, 60, 62), new(120, 116, 112), new(52, 74, 60), new(44, 44, 96), new(86, 104, 130), new(140, 120, 84),
        new(38, 36, 40), new(150, 146, 140), new(70, 60, 84),
    ];

    private readonly FootageCatalogue _catalogue;
    private readonly Random _random;
    private readonly int _width;
    private readonly int _height;
    private readonly Func<string, int> _reels;
    private readonly Lane[] _lanes = [new(52, 66, 7.2, 9), new(72, 88, 6, 8), new(96, 116, 5, 6.8)];
    private readonly double[] _actorDue;
    private readonly List<int> _deck = [];
    private readonly List<Visit> _visits = [];

    /// <summary>Starts the plan.</summary>
    /// <param name="catalogue">Who there is.</param>
    /// <param name="reels">How many reels a footage has.</param>
    /// <param name="random">The only source of chance.</param>
    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="height">Height of the frame in pixels.</param>
    public VisitPlan(FootageCatalogue catalogue, Func<string, int> reels, Random random, int width, int height)
    {
        _catalogue = catalogue;
        _reels = reels;
        _random = random;
        _width = width;
        _height = height;
        _actorDue = new double[catalogue.Actors.Count];
        var first = random.Next(_actorDue.Length);
        for (var i = 0; i < _actorDue.Length; i++)
        {
            _actorDue[(first + i) % _actorDue.Length] = Between(0.5, 3) + (i * 6);
        }

        foreach (var lane in _lanes)
        {
            lane.Next = Between(0, 2.5);
        }
    }

    /// <summary>The visits so far, in order of start.</summary>
    public IReadOnlyList<Visit> Visits => _visits;

    /// <summary>Plans all visits that start before a scene time. The result does not depend on the steps in which it is called.</summary>
    public void ExtendTo(double time)
    {
        while (true)
        {
            var lane = _lanes.MinBy(lane => lane.Next)!;
            if (lane.Next >= time)
            {
                return;
            }

            if (PresentAt(lane.Next) >= MostAtOnce)
            {
                lane.Next += 0.8;
                continue;
            }

            Add(lane);
        }
    }

    private void Add(Lane lane)
    {
        var start = lane.Next;
        var actor = lane == _lanes[0] ? -1 : DueActor(start);
        var stranger = actor < 0 ? NextStranger(start) : -1;
        var footage = actor < 0 ? _catalogue.Strangers[stranger].Footage : _catalogue.Actors[actor].Footage;
        var comesNearer = lane == _lanes[1] && _random.NextDouble() < 0.45;
        var (fromWidth, toWidth) = comesNearer
            ? (Between(50, 58), Between(102, 118))
            : Widths(lane);
        var seconds = comesNearer ? Between(7, 9) : Between(lane.LeastSeconds, lane.MostSeconds);
        var rightwards = lane.Rightwards = start < lane.BusyUntil ? lane.Rightwards : _random.Next(2) == 0;
        seconds = start < lane.BusyUntil ? Math.Max(seconds, lane.Seconds) : seconds;
        var mostTilt = actor < 0 ? 0.14 : 0.1;
        var tilt = _random.NextDouble() < 0.3 ? Between(-mostTilt, mostTilt) : Between(-0.03, 0.03);
        var visit = new Visit
        {
            Number = _visits.Count + 1,
            Actor = actor < 0 ? $"stranger-{stranger + 1:00}" : _catalogue.Actors[actor].Actor,
            Footage = footage,
            Enrollable = actor >= 0,
            Reel = _random.Next(_reels(footage)),
            StartsAt = start,
            Seconds = seconds,
            From = Pose(fromWidth, rightwards, tilt),
            To = Pose(toWidth, !rightwards, Between(0, 0.035)),
            Pace = (float)Between(1.5, 2.1),
            Contrast = (float)Between(0.88, 1.1),
            Brightness = (float)Between(-14, 12),
            Coat = Coats[_random.Next(Coats.Length)].Scaled((float)Between(0.7, 1.15)),
            Trousers = new BgrColour((float)Between(38, 90), (float)Between(34, 70), (float)Between(30, 66)),
        };
        _visits.Add(WithView(visit));
        lane.BusyUntil = visit.EndsAt;
        lane.Seconds = seconds;
        lane.Next = start + (seconds * Between(0.62, 0.95));
        if (actor >= 0)
        {
            _actorDue[actor] = start + ActorInterval + Between(0, 3);
        }
    }

    private (double From, double To) Widths(Lane lane)
    {
        var width = Between(lane.LeastWidth, lane.MostWidth);
        return (width * Between(0.96, 1), width * Between(1, 1.04));
    }

    private FacePose Pose(double width, bool atLeft, double tilt)
    {
        var outside = width * 1.5;
        var x = atLeft ? -outside : _width + outside;
        var y = (_height * CameraHeight) + (YPerWidth * width) + Between(-10, 10);
        return new FacePose((float)x, (float)y, (float)width, (float)tilt);
    }

    private Visit WithView(Visit visit)
    {
        const double step = 0.02;
        double enters = double.NaN, leaves = double.NaN;
        for (var time = visit.StartsAt; time < visit.EndsAt; time += step)
        {
            if (IsInView(visit.At(time)))
            {
                enters = double.IsNaN(enters) ? time : enters;
                leaves = time;
            }
        }

        return visit with { EntersAt = enters, LeavesAt = leaves };
    }

    private bool IsInView(FacePose pose) =>
        pose.Width >= LeastFaceWidth
        && pose.X - (pose.Width / 2) >= 0 && pose.X + (pose.Width / 2) <= _width
        && pose.Y - (pose.Width * 0.75f) >= 0 && pose.Y + (pose.Width * 0.75f) <= _height;

    private int DueActor(double start)
    {
        var due = Array.IndexOf(_actorDue, _actorDue.Min());
        return _actorDue[due] <= start && !IsPresent(_catalogue.Actors[due].Footage, start) ? due : -1;
    }

    private int NextStranger(double start)
    {
        if (_deck.Count < _catalogue.Strangers.Count / 2)
        {
            var more = Enumerable.Range(0, _catalogue.Strangers.Count).Except(_deck).ToArray();
            _random.Shuffle(more);
            _deck.AddRange(more);
        }

        var place = _deck.FindIndex(stranger => !IsPresent(_catalogue.Strangers[stranger].Footage, start));
        var next = _deck[place];
        _deck.RemoveAt(place);
        return next;
    }

    private int PresentAt(double time)
    {
        var count = 0;
        for (var i = _visits.Count - 1; i >= 0 && _visits[i].StartsAt > time - LongestVisit; i--)
        {
            count += _visits[i].EndsAt > time ? 1 : 0;
        }

        return count;
    }

    private bool IsPresent(string footage, double time)
    {
        for (var i = _visits.Count - 1; i >= 0 && _visits[i].StartsAt > time - LongestVisit - 1; i--)
        {
            if (_visits[i].Footage == footage && _visits[i].EndsAt + 1 > time)
            {
                return true;
            }
        }

        return false;
    }

    private double Between(double from, double to) => from + (_random.NextDouble() * (to - from));

    private sealed record Lane(double LeastWidth, double MostWidth, double LeastSeconds, double MostSeconds)
    {
        public double Next { get; set; }

        public double BusyUntil { get; set; }

        public double Seconds { get; set; }

        public bool Rightwards { get; set; }
    }
}
