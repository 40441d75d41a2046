using System.Numerics;

namespace Signpost.Recognition;

/// <summary>
/// How fit a face is to be compared: what was measured, its components on one scale, and all of them in one.
/// </summary>
/// <param name="Components">0 to 100 each.</param>
/// <param name="InterEyeDistance">Between the centres of the eyes, in pixels of the picture.</param>
/// <param name="Yaw">Degrees, positive when the face turns to the viewer's right.</param>
/// <param name="Roll">Degrees, positive clockwise as the viewer sees it.</param>
/// <param name="Pitch">Degrees, positive when the face looks down.</param>
/// <param name="Unified">Unified quality score (ISO/IEC 29794-5:2025, 7.2): 0 (useless) to 100. A good portrait has 50 to 70.</param>
public readonly record struct FaceQuality(
    QualityComponents Components,
    float InterEyeDistance,
    float Yaw,
    float Roll,
    float Pitch,
    float Unified)
{
    /// <summary>0 (no edge at all) to 100, of the aligned face.</summary>
    public float Sharpness => Components.Sharpness;

    /// <summary>0 (all black, all white or without contrast) to 100, of the aligned face.</summary>
    public float Exposure => Components.UnderExposurePrevention * Components.OverExposurePrevention * Components.DynamicRange / 10_000;

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
