using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.Recognition;

namespace Signpost.Edge.Tracking;

/// <summary>
/// Follows faces from frame to frame: a Kalman filter says where each is to be expected, overlap, nearness and appearance say which face it may be,
/// and the assignment with the greatest sum over all is taken. Appearance lives no longer than its track, and a track ends when its face is thought to be
/// outside the picture: nobody is followed out of it and back. Fixed memory, no allocation after construction; not thread-safe.
/// </summary>
public sealed class Tracker
{
    // A face does not double or halve its size between two frames.
    private const float LargestSizeRatio = 2f;

    private readonly TrackerOptions _options;
    private readonly Track[] _tracks;
    private readonly float[] _looks;
    private readonly int[] _ended;
    private readonly int[] _slots;
    private readonly int[] _chosen;
    private readonly bool[] _taken;
    private readonly Assignment _assignment;
    private int _endedCount;
    private long _lastId;

    /// <summary>An empty tracker.</summary>
    public Tracker(TrackerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Capacity);
        _options = options;
        _tracks = new Track[options.Capacity];
        _looks = GC.AllocateArray<float>(options.Capacity * Appearance.Length, pinned: true);
        _ended = new int[options.Capacity];
        _slots = new int[options.Capacity];
        _chosen = new int[options.Capacity];
        _taken = new bool[MaximumFaces];
        _assignment = new Assignment(options.Capacity, MaximumFaces);
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
    /// <param name="looks"><see cref="Appearance.Length"/> values a face, or empty: then motion alone decides.</param>
    /// <param name="view">Size of the frame; without it no track ends at its edge.</param>
    /// <returns>Tracks that became visits in this update.</returns>
    public int Update(ReadOnlySpan<FaceBox> faces, DateTimeOffset at, ReadOnlySpan<float> looks = default, FrameView view = default)
    {
        if (faces.Length > MaximumFaces) faces = faces[..MaximumFaces];
        if (!looks.IsEmpty) ArgumentOutOfRangeException.ThrowIfLessThan(looks.Length, faces.Length * Appearance.Length);
        var live = Predict(at, view);
        var taken = _taken.AsSpan(0, faces.Length);
        taken.Clear();
        var confirmed = Associate(faces, looks, _slots.AsSpan(0, live), taken, at);
        for (var face = 0; face < faces.Length; face++)
        {
            if (!taken[face] && Begin(faces[face], Look(looks, face), face, at)) confirmed++;
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

    /// <summary>Whether nothing is left of anybody.</summary>
    internal bool IsBlank => !_looks.AsSpan().ContainsAnyExcept(0f) && Array.TrueForAll(_tracks, track => !track.IsActive);

    private int Predict(DateTimeOffset at, FrameView view)
    {
        _endedCount = 0;
        var live = 0;
        for (var slot = 0; slot < _tracks.Length; slot++)
        {
            ref var track = ref _tracks[slot];
            if (!track.IsActive) continue;
            var wasSeen = track.Face >= 0;
            track.Face = -1;
            track.Motion.Predict(Seconds(track, at), _options);
            track.PredictedTo = at > track.PredictedTo ? at : track.PredictedTo;
            track.Box = track.Motion.Box(track.Box.Confidence);
            if (at - track.LastSeen > _options.EndsAfter || (!wasSeen && view.IsLeftBy(track.Box))) End(slot);
            else _slots[live++] = slot;
        }

        return live;
    }

    private int Associate(ReadOnlySpan<FaceBox> faces, ReadOnlySpan<float> looks, ReadOnlySpan<int> slots, Span<bool> taken, DateTimeOffset at)
    {
        var gains = _assignment.Gains(slots.Length, faces.Length);
        for (var row = 0; row < slots.Length; row++)
        {
            for (var face = 0; face < faces.Length; face++)
                gains[row * faces.Length + face] = Affinity(slots[row], faces[face], Look(looks, face));
        }

        var chosen = _chosen.AsSpan(0, slots.Length);
        var confirmed = 0;
        _assignment.Solve(chosen);
        for (var row = 0; row < slots.Length; row++)
        {
            if (chosen[row] is not (>= 0 and var face)) continue;
            taken[face] = true;
            if (See(slots[row], faces[face], Look(looks, face), face, at)) confirmed++;
        }

        return confirmed;
    }

    private bool See(int slot, in FaceBox face, ReadOnlySpan<float> look, int index, DateTimeOffset at)
    {
        ref var track = ref _tracks[slot];
        track.Motion.Update(face, _options);
        track.Box = track.Motion.Box(face.Confidence);
        track.Face = index;
        track.LastSeen = at > track.LastSeen ? at : track.LastSeen;
        track.Hits++;
        if (!look.IsEmpty) Appearance.Blend(LookOf(slot), look, _options.AppearanceShare);
        if (track.IsConfirmed || track.Hits < _options.ConfirmedAfter) return false;
        track.IsConfirmed = true;
        return true;
    }

    private bool Begin(in FaceBox face, ReadOnlySpan<float> look, int index, DateTimeOffset at)
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
                Motion = Motion.At(face, _options),
                PredictedTo = at,
            };
            look.CopyTo(LookOf(slot));
            return _tracks[slot].IsConfirmed;
        }

        return false;
    }

    private void End(int slot)
    {
        _tracks[slot] = default;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(LookOf(slot)));
        _ended[_endedCount++] = slot;
    }

    // Overlap (0 … 1), nearness (0 … 0.5), and what appearance says for or against.
    private float Affinity(int slot, in FaceBox face, ReadOnlySpan<float> look)
    {
        ref readonly var track = ref _tracks[slot];
        var ratio = track.Box.Width / face.Width;
        if (ratio is > LargestSizeRatio or < 1 / LargestSizeRatio) return 0;
        var surprise = track.Motion.Surprise(face, _options);
        var distance = Distance(track.Box, face) / (_options.Reach * track.Motion.FaceSize);
        if (!(surprise <= _options.Gate) || !(distance < 1)) return 0;
        var affinity = track.Box.Overlap(face) + (1 - distance) / 2;
        if (!look.IsEmpty) affinity += _options.AppearanceWeight * (Appearance.Compare(LookOf(slot), look) - _options.AppearanceNeutral);
        return affinity;
    }

    private Span<float> LookOf(int slot) => _looks.AsSpan(slot * Appearance.Length, Appearance.Length);

    private static ReadOnlySpan<float> Look(ReadOnlySpan<float> looks, int face) =>
        looks.IsEmpty ? [] : looks.Slice(face * Appearance.Length, Appearance.Length);

    private static float Seconds(in Track track, DateTimeOffset at) => Math.Max(0, (float)(at - track.PredictedTo).TotalSeconds);

    private static float Distance(in FaceBox a, in FaceBox b)
    {
        var dx = a.X + a.Width / 2 - b.X - b.Width / 2;
        var dy = a.Y + a.Height / 2 - b.Y - b.Height / 2;
        return MathF.Sqrt(dx * dx + dy * dy);
    }
}
