using Signpost.Recognition;

namespace Signpost.Edge.Tracking;

/// <summary>One person's way through the picture, as far as it can be followed: one visit.</summary>
public struct Track
{
    /// <summary>Number of the visit, rising, never used twice; 0 in a free slot.</summary>
    public long Id { get; internal set; }

    /// <summary>Filtered face box, in pixels of the frame of the last update.</summary>
    public FaceBox Box { get; internal set; }

    /// <summary>Index of this track's face in the last update's faces, or -1 when it was not seen there.</summary>
    public int Face { get; internal set; }

    /// <summary>Detections so far.</summary>
    public int Hits { get; internal set; }

    /// <summary>When the face was first detected.</summary>
    public DateTimeOffset FirstSeen { get; internal set; }

    /// <summary>When the face was last detected.</summary>
    public DateTimeOffset LastSeen { get; internal set; }

    /// <summary>Whether it was detected often enough to count as a visit.</summary>
    public bool IsConfirmed { get; internal set; }

    internal Motion Motion;

    internal DateTimeOffset PredictedTo;

    /// <summary>Whether the slot holds a track.</summary>
    public readonly bool IsActive => Id != 0;
}
