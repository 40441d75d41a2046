using Signpost.Recognition;

namespace Signpost.Edge.Tracking;

/// <summary>
/// Follows faces from frame to frame by overlap and constant velocity. It never looks at who somebody is, so it cannot follow a person out of
/// the picture and back. Fixed memory, no allocation after construction; not thread-safe.
/// </summary>
public sealed class Tracker
{
    // A face does not double or halve its size between two frames.
    private const float LargestSizeRatio = 2f;

    private readonly TrackerOptions _options;
    private readonly Track[] _tracks;
    private readonly FaceBox[] _predicted;
    private readonly int[] _ended;
    private readonly bool[] _taken;
    private int _endedCount;
    private long _lastId;

    /// <summary>An empty tracker.</summary>
    public Tracker(TrackerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Capacity);
        _options = options;
        _tracks = new Track[options.Capacity];
        _predicted = new FaceBox[options.Capacity];
        _ended = new int[options.Capacity];
        _taken = new bool[MaximumFaces];
    }

    /// <summary>Faces of one frame that are looked at; what comes after is ignored.</summary>
    public const int MaximumFaces = 256;

    /// <summary>All slots; a track keeps its slot as long as it lives.</summary>
    public ReadOnlySpan<Track> Tracks => _tracks;

    /// <summary>
    /// Slots whose tracks ended in the last update; they are free already, and may have been taken by a new track in the same update:
    /// look at <see cref="Track.Id"/>.
    /// </summary>
    public ReadOnlySpan<int> Ended => _ended.AsSpan(0, _endedCount);

    /// <summary>Takes the faces of a frame.</summary>
    /// <param name="faces">Detections, in pixels of the frame.</param>
    /// <param name="at">When the frame was captured. A time before the last frame's counts as no time passed.</param>
    /// <returns>Tracks that became visits in this update.</returns>
    public int Update(ReadOnlySpan<FaceBox> faces, DateTimeOffset at)
    {
        if (faces.Length > MaximumFaces) faces = faces[..MaximumFaces];
        Predict(at);
        var taken = _taken.AsSpan(0, faces.Length);
        taken.Clear();
        var confirmed = Associate(faces, taken, at);
        for (var face = 0; face < faces.Length; face++)
        {
            if (!taken[face] && Begin(faces[face], face, at)) confirmed++;
        }

        return confirmed;
    }

    /// <summary>Ends every track; all of them stand in <see cref="Ended"/> until the next update.</summary>
    public void EndAll()
    {
        _endedCount = 0;
        for (var slot = 0; slot < _tracks.Length; slot++)
        {
            if (_tracks[slot].IsActive) End(slot);
        }
    }

    private void Predict(DateTimeOffset at)
    {
        _endedCount = 0;
        for (var slot = 0; slot < _tracks.Length; slot++)
        {
            ref var track = ref _tracks[slot];
            if (!track.IsActive) continue;
            track.Face = -1;
            if (at - track.LastSeen > _options.EndsAfter)
            {
                End(slot);
                continue;
            }

            _predicted[slot] = track.Motion.Predict(Seconds(track, at), track.Box.Confidence);
            track.Box = _predicted[slot];
        }
    }

    // Best pair first. With a few dozen of each that is as good as an optimal assignment, and it needs no memory.
    private int Associate(ReadOnlySpan<FaceBox> faces, Span<bool> taken, DateTimeOffset at)
    {
        var confirmed = 0;
        while (true)
        {
            var (bestSlot, bestFace, best) = (-1, -1, 0f);
            for (var slot = 0; slot < _tracks.Length; slot++)
            {
                if (!_tracks[slot].IsActive || _tracks[slot].Face >= 0) continue;
                for (var face = 0; face < faces.Length; face++)
                {
                    if (taken[face]) continue;
                    var affinity = Affinity(_predicted[slot], faces[face]);
                    if (affinity > best) (bestSlot, bestFace, best) = (slot, face, affinity);
                }
            }

            if (bestSlot < 0) return confirmed;
            taken[bestFace] = true;
            if (See(ref _tracks[bestSlot], faces[bestFace], bestFace, at)) confirmed++;
        }
    }

    private bool See(ref Track track, in FaceBox face, int index, DateTimeOffset at)
    {
        track.Motion.Update(face, Seconds(track, at), _options);
        track.Box = track.Motion.Predict(0, face.Confidence);
        track.Face = index;
        track.LastSeen = at > track.LastSeen ? at : track.LastSeen;
        track.Hits++;
        if (track.IsConfirmed || track.Hits < _options.ConfirmedAfter) return false;
        track.IsConfirmed = true;
        return true;
    }

    private bool Begin(in FaceBox face, int index, DateTimeOffset at)
    {
        for (var slot = 0; slot < _tracks.Length; slot++)
        {
            if (_tracks[slot].IsActive) continue;
            _tracks[slot] = new Track
            {
                Id = ++_lastId,
                Box = face,
                Face = index,
                Hits = 1,
                FirstSeen = at,
                LastSeen = at,
                IsConfirmed = _options.ConfirmedAfter <= 1,
                Motion = Motion.At(face),
            };
            return _tracks[slot].IsConfirmed;
        }

        return false;
    }

    private void End(int slot)
    {
        _tracks[slot] = default;
        _ended[_endedCount++] = slot;
    }

    private static float Seconds(in Track track, DateTimeOffset at) => Math.Max(0, (float)(at - track.LastSeen).TotalSeconds);

    // Overlap (0 … 1) plus nearness (0 … 0.5): small fast faces may not overlap at all between frames.
    private float Affinity(in FaceBox predicted, in FaceBox face)
    {
        var ratio = predicted.Width / face.Width;
        if (ratio is > LargestSizeRatio or < 1 / LargestSizeRatio) return 0;
        var dx = predicted.X + predicted.Width / 2 - face.X - face.Width / 2;
        var dy = predicted.Y + predicted.Height / 2 - face.Y - face.Height / 2;
        var reach = _options.Reach * (predicted.Width + predicted.Height) / 2;
        var nearness = 1 - MathF.Sqrt(dx * dx + dy * dy) / reach;
        return nearness <= 0 ? 0 : predicted.Overlap(face) + nearness / 2;
    }
}
