namespace Signpost.Hardware.Simulated.Sprites;

/// <summary>
/// Cuts a head out of its background: each cell of a half-size grid is nearer, along ways that avoid changes of colour, either to the
/// face or to the rim of the picture (geodesic distance, two raster sweeps there and back). A soft envelope of head and shoulders
/// bounds the result, so that no straight edge is left.
/// </summary>
internal sealed class HeadMatte
{
    private const int Step = 2;
    private const int GridWidth = SpriteGeometry.Width / Step;
    private const int GridHeight = SpriteGeometry.Height / Step;
    private const float Far = 1e9f;
    private const float StepCost = 0.6f;
    private const int Sweeps = 2;

    private readonly float[] _envelope = new float[GridWidth * GridHeight];
    private readonly bool[] _inside = new bool[GridWidth * GridHeight];
    private readonly float[] _toFace = new float[GridWidth * GridHeight];
    private readonly float[] _toRim = new float[GridWidth * GridHeight];
    private readonly float[] _alpha = new float[GridWidth * GridHeight];
    private readonly byte[] _colours = new byte[GridWidth * GridHeight * 3];
    private bool _first = true;

    /// <summary>Prepares the matte of one head.</summary>
    /// <param name="faceHeight">Height of the face's rectangle in the sprite.</param>
    /// <param name="picture">The part of the sprite that the source covers: left, top, right, bottom.</param>
    public HeadMatte(float faceHeight, (float Left, float Top, float Right, float Bottom) picture)
    {
        var chin = SpriteGeometry.FaceTop + faceHeight;
        var middle = SpriteGeometry.FaceTop + (faceHeight * 0.46f);
        for (var y = 0; y < GridHeight; y++)
        {
            for (var x = 0; x < GridWidth; x++)
            {
                var px = ((x + 0.5f) * Step) - SpriteGeometry.CentreX;
                var py = (y + 0.5f) * Step;
                var head = 1f - MathF.Sqrt(Square(px / 74f) + Square((py - middle) / (faceHeight * 0.82f)));
                var below = (py - chin) / SpriteGeometry.FaceWidth;
                var shoulders = below < -0.15f ? -1f : ShoulderHalfWidth(below) - MathF.Abs(px / SpriteGeometry.FaceWidth);
                var shape = Smooth(0f, 0.16f, MathF.Max(head, shoulders));
                var collar = 1f - Smooth(0.2f, 0.62f, below);
                var rim = MathF.Min(
                    MathF.Min(py - picture.Top, picture.Bottom - py),
                    MathF.Min((x * Step) - picture.Left, picture.Right - (x * Step)));
                var inPicture = Smooth(1f, 14f, rim) * Smooth(1f, 10f, MathF.Min(py, MathF.Min(SpriteGeometry.Height - py, (SpriteGeometry.Width / 2f) - MathF.Abs(px))));
                var cell = (y * GridWidth) + x;
                _envelope[cell] = shape * collar * inPicture;
                _inside[cell] = (Square(px / 35f) + Square((py - middle) / (faceHeight * 0.42f)) < 1f)
                    || (below > -0.2f && MathF.Abs(px) < 24f + (MathF.Max(0f, below - 0.2f) * 70f));
            }
        }
    }

    /// <summary>Computes the matte of one picture; of a video each picture keeps half of the one before, which calms the edge.</summary>
    /// <param name="bgra">The sprite's opaque picture.</param>
    public void Update(ReadOnlySpan<byte> bgra)
    {
        Reduce(bgra);
        for (var cell = 0; cell < _alpha.Length; cell++)
        {
            _toFace[cell] = _inside[cell] ? 0f : Far;
            _toRim[cell] = _envelope[cell] < 0.02f && !_inside[cell] ? 0f : Far;
        }

        Spread(_toFace);
        Spread(_toRim);
        var keep = _first ? 0f : 0.5f;
        for (var cell = 0; cell < _alpha.Length; cell++)
        {
            var share = _toRim[cell] / (_toFace[cell] + _toRim[cell] + 1e-3f);
            var alpha = Smooth(0.22f, 0.55f, share) * _envelope[cell];
            _alpha[cell] = (_alpha[cell] * keep) + (alpha * (1f - keep));
        }

        _first = false;
    }

    /// <summary>Opacity of a pixel of the sprite, 0 … 1, between the cells.</summary>
    public float At(int x, int y)
    {
        var gx = Math.Clamp(((x + 0.5f) / Step) - 0.5f, 0f, GridWidth - 1.001f);
        var gy = Math.Clamp(((y + 0.5f) / Step) - 0.5f, 0f, GridHeight - 1.001f);
        var cell = ((int)gy * GridWidth) + (int)gx;
        float fx = gx - (int)gx, fy = gy - (int)gy;
        var upper = (_alpha[cell] * (1 - fx)) + (_alpha[cell + 1] * fx);
        var lower = (_alpha[cell + GridWidth] * (1 - fx)) + (_alpha[cell + GridWidth + 1] * fx);
        return (upper * (1 - fy)) + (lower * fy);
    }

    /// <summary>Half the width of neck and shoulders, in face widths, at a height below the chin in face widths.</summary>
    internal static float ShoulderHalfWidth(float below)
    {
        const float neck = 0.36f;
        const float shoulder = 1.42f;
        return neck + ((shoulder - neck) * MathF.Pow(Smooth(0.1f, 1.05f, below), 0.72f));
    }

    private static float Square(float value) => value * value;

    private static float Smooth(float from, float to, float value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0f, 1f);
        return t * t * (3f - (2f * t));
    }

    private void Reduce(ReadOnlySpan<byte> bgra)
    {
        for (var y = 0; y < GridHeight; y++)
        {
            for (var x = 0; x < GridWidth; x++)
            {
                var source = ((y * Step * SpriteGeometry.Width) + (x * Step)) * 4;
                var below = source + (SpriteGeometry.Width * 4);
                for (var channel = 0; channel < 3; channel++)
                {
                    _colours[(((y * GridWidth) + x) * 3) + channel] = (byte)((bgra[source + channel] + bgra[source + 4 + channel]
                        + bgra[below + channel] + bgra[below + 4 + channel] + 2) / 4);
                }
            }
        }
    }

    private void Spread(float[] distance)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var y = 0; y < GridHeight; y++)
            {
                for (var x = 0; x < GridWidth; x++)
                {
                    Relax(distance, x, y, -1);
                }
            }

            for (var y = GridHeight - 1; y >= 0; y--)
            {
                for (var x = GridWidth - 1; x >= 0; x--)
                {
                    Relax(distance, x, y, 1);
                }
            }
        }
    }

    private void Relax(float[] distance, int x, int y, int direction)
    {
        var cell = (y * GridWidth) + x;
        var best = distance[cell];
        var otherRow = y + direction;
        if ((uint)(x + direction) < GridWidth)
        {
            best = MathF.Min(best, distance[cell + direction] + Cost(cell, cell + direction, 1f));
        }

        if ((uint)otherRow < GridHeight)
        {
            var above = cell + (direction * GridWidth);
            best = MathF.Min(best, distance[above] + Cost(cell, above, 1f));
            if (x > 0)
            {
                best = MathF.Min(best, distance[above - 1] + Cost(cell, above - 1, 1.41f));
            }

            if (x < GridWidth - 1)
            {
                best = MathF.Min(best, distance[above + 1] + Cost(cell, above + 1, 1.41f));
            }
        }

        distance[cell] = best;
    }

    private float Cost(int a, int b, float length)
    {
        a *= 3;
        b *= 3;
        var change = Math.Abs(_colours[a] - _colours[b]) + Math.Abs(_colours[a + 1] - _colours[b + 1]) + Math.Abs(_colours[a + 2] - _colours[b + 2]);
        return (StepCost * length) + (change * 0.25f);
    }
}
