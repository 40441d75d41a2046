using System.Numerics;
using System.Runtime.CompilerServices;

namespace Signpost.Recognition;

/// <summary>
/// Left eye, right eye, nose tip, left and right mouth corner, in pixels; left and right as the viewer sees them.
/// </summary>
[InlineArray(Count)]
public struct FivePoints
{
    /// <summary>Points held.</summary>
    public const int Count = 5;

    private Vector2 _first;

    /// <summary>The centre of the eye on the viewer's left.</summary>
    public readonly Vector2 LeftEye => this[0];

    /// <summary>The centre of the eye on the viewer's right.</summary>
    public readonly Vector2 RightEye => this[1];

    /// <summary>The tip of the nose.</summary>
    public readonly Vector2 NoseTip => this[2];

    /// <summary>The mouth corner on the viewer's left.</summary>
    public readonly Vector2 LeftMouthCorner => this[3];

    /// <summary>The mouth corner on the viewer's right.</summary>
    public readonly Vector2 RightMouthCorner => this[4];

    /// <summary>From the 68 points of the iBUG 300-W annotation, counted from 0.</summary>
    /// <exception cref="ArgumentException">Not 68 points.</exception>
    public static FivePoints From68(ReadOnlySpan<Vector2> points)
    {
        if (points.Length != LandmarkFinder.PointCount)
            throw new ArgumentException($"expected {LandmarkFinder.PointCount} points, got {points.Length}", nameof(points));
        FivePoints five = default;
        five[0] = (points[37] + points[38] + points[40] + points[41]) / 4;
        five[1] = (points[43] + points[44] + points[46] + points[47]) / 4;
        five[2] = points[30];
        five[3] = (points[48] + points[60]) / 2;
        five[4] = (points[54] + points[64]) / 2;
        return five;
    }
}
