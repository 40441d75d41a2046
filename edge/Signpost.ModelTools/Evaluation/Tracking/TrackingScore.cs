using System.Diagnostics;

namespace Signpost.ModelTools.Evaluation.Tracking;

/// <summary>
/// What a tracker did with recordings, after CLEAR MOT (Bernardin and Stiefelhagen 2008). Only faces that the detector found count: a tracker cannot
/// follow what it is not shown.
/// </summary>
internal sealed class TrackingScore
{
    private long _ticks;

    /// <summary>Frames looked at.</summary>
    public int Frames { get; private set; }

    /// <summary>Detections that are somebody's.</summary>
    public int Faces { get; private set; }

    /// <summary>People who were followed at all.</summary>
    public int People { get; private set; }

    /// <summary>Identity switches: a person's track is another one than before.</summary>
    public int Switches { get; private set; }

    /// <summary>Tracks that a person was spread over, beyond the first.</summary>
    public int Fragments { get; private set; }

    /// <summary>Tracks that held two people, or more: what must not be averaged into one template.</summary>
    public int Mixed { get; private set; }

    public TimeSpan Took => TimeSpan.FromSeconds((double)_ticks / Stopwatch.Frequency);

    public double MillisecondsAFrame => Took.TotalMilliseconds / Math.Max(1, Frames);

    /// <summary>Runs a tracker over a recording.</summary>
    public void Add(Recording recording, ITrackerUnderTest tracker)
    {
        Dictionary<int, long> last = [];
        Dictionary<int, HashSet<long>> tracksOf = [];
        Dictionary<long, HashSet<int>> peopleOf = [];
        long[] ids = new long[512];
        foreach (RecordedFrame frame in recording.Frames)
        {
            Array.Clear(ids);
            long start = Stopwatch.GetTimestamp();
            tracker.Update(frame, ids);
            _ticks += Stopwatch.GetTimestamp() - start;
            for (int face = 0; face < frame.Faces.Length; face++)
            {
                if (frame.People[face] is not (> 0 and var person))
                    continue;
                Faces++;
                if (ids[face] is not (> 0 and var id))
                    continue;
                if (last.TryGetValue(person, out long before) && before != id)
                    Switches++;
                last[person] = id;
                Of(tracksOf, person).Add(id);
                Of(peopleOf, id).Add(person);
            }
        }
        Frames += recording.Frames.Count;
        People += tracksOf.Count;
        Fragments += tracksOf.Values.Sum(tracks => tracks.Count - 1);
        Mixed += peopleOf.Values.Count(people => people.Count > 1);
    }

    private static HashSet<TValue> Of<TKey, TValue>(Dictionary<TKey, HashSet<TValue>> sets, TKey key)
        where TKey : notnull => sets.TryGetValue(key, out HashSet<TValue>? set) ? set : sets[key] = [];
}
