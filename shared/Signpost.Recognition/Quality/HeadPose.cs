using System.Numerics;

namespace Signpost.Recognition;

/// <summary>
/// Head pose from five points by scaled orthography: the linear map from a mean face in space to the points, least squares, read
/// as scale and rotation. Good to some degrees; faces differ.
/// </summary>
/// <param name="Yaw">Degrees, positive when the face turns to the viewer's right.</param>
/// <param name="Pitch">Degrees, positive when the face looks down.</param>
/// <param name="Roll">Degrees, positive clockwise as the viewer sees it.</param>
internal readonly record struct HeadPose(float Yaw, float Pitch, float Roll)
{
    private const float DegreesPerRadian = 180 / MathF.PI;

    /// <summary>
    /// Millimetres, nose tip at the origin; x to the viewer's right, y down, z away from the viewer. Width and height are those of the
    /// standard face that faces are aligned to, at 63 mm between the eyes; the depths are an adult's mean.
    /// </summary>
    private static readonly Vector3[] MeanFace =
    [
        new(-31.5f, -36f, 32f), new(31.5f, -36f, 32f), new(0f, 0f, 0f), new(-26f, 36.7f, 24f), new(26f, 36.7f, 24f),
    ];

    private static readonly Vector3[] Inverse = PseudoInverse(MeanFace);

    public static HeadPose Of(in FivePoints points)
    {
        Vector3 alongX = default, alongY = default;
        for (int index = 0; index < FivePoints.Count; index++)
        {
            alongX += points[index].X * Inverse[index];
            alongY += points[index].Y * Inverse[index];
        }
        Vector2 eyes = points.RightEye - points.LeftEye;
        if (!(alongX.LengthSquared() > 0) || !(alongY.LengthSquared() > 0))
            return default;
        float roll = MathF.Atan2(eyes.Y, eyes.X);
        (float sin, float cos) = MathF.SinCos(roll);
        // Turned level first: yaw and pitch are the head's own, whatever its roll.
        Vector3 across = Vector3.Normalize(cos * alongX + sin * alongY);
        Vector3 down = Vector3.Normalize(cos * alongY - sin * alongX);
        float depth = MathF.Max(Vector3.Cross(across, down).Z, 1e-3f);
        return new HeadPose(
            MathF.Atan2(-across.Z, depth) * DegreesPerRadian,
            MathF.Atan2(-down.Z, depth) * DegreesPerRadian,
            roll * DegreesPerRadian);
    }

    /// <summary>For centred points P (3×n): the rows of Pᵀ (P Pᵀ)⁻¹, one a point.</summary>
    private static Vector3[] PseudoInverse(Vector3[] points)
    {
        Vector3 mean = points.Aggregate(Vector3.Zero, (sum, point) => sum + point) / points.Length;
        var moments = default(Matrix4x4);
        foreach (Vector3 point in points)
        {
            Vector3 p = point - mean;
            moments += new Matrix4x4(
                p.X * p.X, p.X * p.Y, p.X * p.Z, 0, p.Y * p.X, p.Y * p.Y, p.Y * p.Z, 0, p.Z * p.X, p.Z * p.Y, p.Z * p.Z, 0, 0, 0, 0, 0);
        }
        moments.M44 = 1;
        return Matrix4x4.Invert(moments, out Matrix4x4 inverse)
            ? Array.ConvertAll(points, point => Vector3.Transform(point - mean, inverse))
            : throw new InvalidOperationException("the mean face lies in a plane");
    }
}
