using Signpost.Hardware.Simulated.Sprites;
using Signpost.Hardware.Simulated.Truth;

namespace Signpost.Hardware.Simulated.Scene;

/// <summary>Draws the scene at a moment into a frame. No allocation per frame but for a plan that grows every half minute.</summary>
internal sealed unsafe class SceneRenderer
{
    private const double PlanAhead = 30;
    private readonly Cast _cast;
    private readonly VisitPlan _plan;
    private readonly byte[] _background;
    private readonly SensorNoise _noise;
    private readonly int _width;
    private readonly int _height;
    private readonly Visit[] _present = new Visit[16];
    private readonly float[] _depth = new float[16];
    private double _plannedTo;
    private int _firstPossible;

    public SceneRenderer(Cast cast, VisitPlan plan, byte[] background, SensorNoise noise, int width, int height)
    {
        _cast = cast;
        _plan = plan;
        _background = background;
        _noise = noise;
        _width = width;
        _height = height;
    }

    /// <summary>Draws the scene. Times may only rise from call to call.</summary>
    /// <param name="time">Scene time in seconds.</param>
    /// <param name="number">Number of the frame: decides its noise.</param>
    /// <param name="frame">Gets the picture; grown to the scene's size.</param>
    public void Draw(double time, long number, Frame frame)
    {
        var count = Gather(time);
        DrawAll(_present.AsSpan(0, count), time, number, frame);
    }

    /// <summary>Draws the first visit at the middle of its way, whenever that is. The scene's times do not pass.</summary>
    public void Rehearse(Frame frame)
    {
        // What a plan holds does not depend on when it was asked to grow.
        _plan.ExtendTo(PlanAhead);
        var first = _plan.Visits[0];
        DrawAll([first], first.StartsAt + (first.Seconds / 2), 0, frame);
    }

    private void DrawAll(ReadOnlySpan<Visit> present, double time, long number, Frame frame)
    {
        frame.EnsureSize(_width, _height);
        _background.AsSpan().CopyTo(frame.Pixels);
        fixed (byte* pixels = frame.Pixels)
        {
            foreach (var visit in present)
            {
                DrawPerson(pixels, visit, time);
            }
        }

        _noise.Add(frame.Span, frame.Stride, number);
    }

    /// <summary>Where everybody's face is drawn at a scene time, the farthest first, whether others hide it or not. Times may only rise, those of
    /// <see cref="Draw"/> included.</summary>
    /// <returns>How many; those that have no place in <paramref name="faces"/> are left out.</returns>
    public int FacesAt(double time, Span<TrueFace> faces)
    {
        var count = Math.Min(Gather(time), faces.Length);
        for (var i = 0; i < count; i++)
        {
            var visit = _present[i];
            var pose = visit.At(time);
            var height = _cast.ReelsOf(visit.Footage)[visit.Reel].FaceHeight * pose.Width / SpriteGeometry.FaceWidth;
            faces[i] = new TrueFace(visit.Number, pose.X - (pose.Width / 2), pose.Y - (height / 2), pose.Width, height);
        }

        return count;
    }

    /// <summary>Who is on, the farthest first.</summary>
    private int Gather(double time)
    {
        if (time >= _plannedTo)
        {
            _plannedTo = time + PlanAhead;
            _plan.ExtendTo(_plannedTo);
        }

        var visits = _plan.Visits;
        while (_firstPossible < visits.Count && visits[_firstPossible].EndsAt <= time)
        {
            _firstPossible++;
        }

        var count = 0;
        for (var i = _firstPossible; i < visits.Count && visits[i].StartsAt <= time && count < _present.Length; i++)
        {
            if (!visits[i].IsOn(time))
            {
                continue;
            }

            var width = visits[i].At(time).Width;
            var place = count++;
            for (; place > 0 && _depth[place - 1] > width; place--)
            {
                _depth[place] = _depth[place - 1];
                _present[place] = _present[place - 1];
            }

            _depth[place] = width;
            _present[place] = visits[i];
        }

        return count;
    }

    private void DrawPerson(byte* pixels, Visit visit, double time)
    {
        var pose = visit.At(time);
        var since = time - visit.StartsAt;
        var reel = _cast.ReelsOf(visit.Footage)[visit.Reel];
        var scale = pose.Width / SpriteGeometry.FaceWidth;
        var chin = pose.Y + (reel.FaceHeight * scale / 2);
        var look = new BodyLook(Lit(reel.Skin, visit), visit.Coat, visit.Trousers);
        BodyPainter.Draw(pixels, _width, _height, pose, chin, look, MathF.Sin((float)(since * visit.Pace) * MathF.PI));
        fixed (byte* source = reel.At(since).Pixels)
        {
            Blend(pixels, source, pose, SpriteGeometry.FaceTop + (reel.FaceHeight / 2), visit);
        }
    }

    private static BgrColour Lit(BgrColour colour, Visit visit) => new(
        Math.Clamp((colour.B * visit.Contrast) + visit.Brightness, 4, 250),
        Math.Clamp((colour.G * visit.Contrast) + visit.Brightness, 4, 250),
        Math.Clamp((colour.R * visit.Contrast) + visit.Brightness, 4, 250));

    private void Blend(byte* pixels, byte* source, FacePose pose, float faceMiddle, Visit visit)
    {
        var scale = pose.Width / SpriteGeometry.FaceWidth;
        var (sin, cos) = MathF.SinCos(pose.Tilt);
        float du = cos / scale, dv = -sin / scale;
        var reach = MathF.Max(SpriteGeometry.Width, SpriteGeometry.Height) * scale;
        var top = Math.Max(0, (int)(pose.Y - reach));
        var bottom = Math.Min(_height - 1, (int)(pose.Y + reach));
        for (var y = top; y <= bottom; y++)
        {
            // Source coordinates at column 0 of this row; then the columns for which they lie inside the picture.
            var u0 = SpriteGeometry.CentreX + (((y - pose.Y) * sin / scale) - (pose.X * du));
            var v0 = faceMiddle + (((y - pose.Y) * cos / scale) - (pose.X * dv));
            float from = 0, to = _width - 2;
            Clip(u0, du, SpriteGeometry.Width - 2, ref from, ref to);
            Clip(v0, dv, SpriteGeometry.Height - 2, ref from, ref to);
            var first = (int)MathF.Ceiling(from);
            var count = (int)MathF.Floor(to) - first + 1;
            if (count > 0)
            {
                SpriteBlender.Row(
                    pixels + ((((nint)y * _width) + first) * 3), count, source, SpriteGeometry.Width * 4,
                    Fixed(u0 + (first * du)), Fixed(v0 + (first * dv)), Fixed(du), Fixed(dv),
                    (short)(visit.Contrast * SpriteBlender.GainOne), (short)visit.Brightness);
            }
        }
    }

    /// <summary>Narrows the columns to those for which start + column · slope lies well within 0 … limit.</summary>
    private static void Clip(float start, float slope, float limit, ref float from, ref float to)
    {
        const float margin = 0.5f;
        if (MathF.Abs(slope) < 1e-4f)
        {
            if (start < margin || start > limit - margin)
            {
                to = from - 1;
            }

            return;
        }

        var a = (margin - start) / slope;
        var b = (limit - margin - start) / slope;
        from = MathF.Max(from, MathF.Min(a, b));
        to = MathF.Min(to, MathF.Max(a, b));
    }

    private static int Fixed(float value) => (int)(value * SpriteBlender.One);
}
