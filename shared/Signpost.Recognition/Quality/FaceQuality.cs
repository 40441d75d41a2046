using System.Numerics;

namespace Signpost.Recognition;

/// <summary>
/// How fit a face is to be compared. Named after the components of ISO/IEC 29794-5; the figures are our own simple measures,
/// not that standard's reference implementation.
/// </summary>
/// <param name="Sharpness">0 (no edge at all) to 100, of the aligned face.</param>
/// <param name="InterEyeDistance">Between the centres of the eyes, in pixels of the picture.</param>
/// <param name="Yaw">Degrees, positive when the face turns to the viewer's right.</param>
/// <param name="Roll">Degrees, positive clockwise as the viewer sees it.</param>
/// <param name="Pitch">Degrees, positive when the face looks down.</param>
/// <param name="Exposure">0 (all black, all white or without contrast) to 100, of the aligned face.</param>
/// <param name="Unified">0 (useless) to 100: all of the above in one. A good portrait has 50 to 70.</param>
public readonly record struct FaceQuality(
    float Sharpness,
    float InterEyeDistance,
    float Yaw,
    float Roll,
    float Pitch,
    float Exposure,
    float Unified)
{
    /// <summary>Measures a face. Allocates nothing.</summary>
    /// <param name="image">The picture that the points refer to.</param>
    /// <param name="face">The detector's box.</param>
    /// <param name="points68">The landmarks, in pixels of the picture.</param>
    /// <param name="points">The five points of the same face.</param>
    /// <param name="bgr112">The same face aligned, <see cref="Alignment.ByteCount"/> bytes.</param>
    public static FaceQuality Measure(
        in BgrImage image, in FaceBox face, ReadOnlySpan<Vector2> points68, in FivePoints points, ReadOnlySpan<byte> bgr112) =>
        QualityMeasures.Measure(image, face, points68, points, bgr112);
}
