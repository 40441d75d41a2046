using System.Numerics;

namespace Signpost.Recognition;

/// <summary>Rotation, one scale and a shift: <c>(x, y) → (A·x − B·y + X, B·x + A·y + Y)</c>.</summary>
internal readonly record struct Similarity(float A, float B, float X, float Y)
{
    /// <summary>Target pixels for a source pixel.</summary>
    public float Scale => MathF.Sqrt(A * A + B * B);

    public Vector2 Apply(Vector2 point) => new(A * point.X - B * point.Y + X, B * point.X + A * point.Y + Y);

    /// <summary>Least squares, in closed form. If all sources are one point, or all targets, the scale is 0.</summary>
    public static Similarity Fit(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to)
    {
        Vector2 fromMean = default, toMean = default;
        for (int index = 0; index < from.Length; index++)
        {
            fromMean += from[index] / from.Length;
            toMean += to[index] / from.Length;
        }
        float along = 0, across = 0, spread = 0;
        for (int index = 0; index < from.Length; index++)
        {
            Vector2 source = from[index] - fromMean, target = to[index] - toMean;
            along += Vector2.Dot(source, target);
            across += source.X * target.Y - source.Y * target.X;
            spread += source.LengthSquared();
        }
        float a = spread > 0 ? along / spread : 0;
        float b = spread > 0 ? across / spread : 0;
        return new Similarity(a, b, toMean.X - a * fromMean.X + b * fromMean.Y, toMean.Y - b * fromMean.X - a * fromMean.Y);
    }
}
