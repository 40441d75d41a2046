using Signpost.Edge.Tracking;

namespace Signpost.ModelTools.Evaluation.Tracking;

/// <summary>A tracker as the study sees it.</summary>
internal interface ITrackerUnderTest
{
    /// <summary>Takes a frame and says which visit each of its faces belongs to; 0 while that is none yet.</summary>
    void Update(RecordedFrame frame, Span<long> ids);
}

/// <summary>The unit's tracker.</summary>
internal sealed class UnitTracker(Recording recording, TrackerOptions options, bool withAppearance) : ITrackerUnderTest
{
    private readonly Tracker _tracker = new(options);
    private readonly FrameView _view = new(recording.Width, recording.Height);

    public void Update(RecordedFrame frame, Span<long> ids)
    {
        _tracker.Update(frame.Faces, DateTimeOffset.UnixEpoch + frame.At, withAppearance ? frame.Looks : [], _view);
        foreach (ref readonly Track track in _tracker.Tracks)
        {
            if (track.IsConfirmed && track.Face >= 0)
                ids[track.Face] = track.Id;
        }
    }
}
