using System.Numerics;

namespace Signpost.Recognition;

/// <summary>
/// Finds the 68 points of the iBUG 300-W annotation in a detected face. One instance serves one thread; a call allocates nothing
/// once the largest face has been seen.
/// </summary>
public sealed class LandmarkFinder : IDisposable
{
    /// <summary>Points found in every face.</summary>
    public const int PointCount = 68;

    private readonly LandmarkModel _model;
    private readonly ModelSession _session;
    private readonly Resampler _resampler;
    private readonly float[] _output;

    /// <exception cref="PackException">The model's file is missing, altered or not what the manifest says.</exception>
    public LandmarkFinder(ModelPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _model = pack.Manifest.Landmarks;
        _session = pack.Open(_model.Model, _model.Input);
        try
        {
            _output = _session.OnlyOutput(PointCount * 2);
        }
        catch (PackException)
        {
            _session.Dispose();
            throw;
        }
        _resampler = new Resampler(_model.Input);
    }

    /// <summary>What the model was last fed (NCHW), for a calibration of the model; zeros after <see cref="Scrub"/>.</summary>
    public ReadOnlySpan<float> LastInput => _session.Input;

    /// <summary>Finds the points; where there is no face they mean nothing.</summary>
    /// <param name="image">The full picture, not the reduced one.</param>
    /// <param name="face">From the detector.</param>
    /// <param name="points68">Receives 68 points in pixels of the picture.</param>
    /// <exception cref="ArgumentException">Room for another number of points.</exception>
    public void Find(in BgrImage image, in FaceBox face, Span<Vector2> points68)
    {
        if (points68.Length != PointCount)
            throw new ArgumentException($"expected room for {PointCount} points, got {points68.Length}", nameof(points68));
        float side = MathF.Max(face.Height * _model.CropScale, 1);
        var corner = new Vector2(face.X + (face.Width - side) / 2, face.Y + (face.Height - side) / 2);
        Infer(image, corner, side);
        for (int index = 0; index < PointCount; index++)
            points68[index] = corner + side * new Vector2(_output[index * 2], _output[index * 2 + 1]);
    }

    /// <summary>Overwrites the last face in all buffers, ONNX Runtime's too.</summary>
    public void Scrub()
    {
        _session.Scrub();
        _resampler.Scrub();
    }

    /// <summary>Releases the model after overwriting the last face.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _resampler.Scrub();
    }

    /// <summary>The model's own output for a square of the picture, for the self-test.</summary>
    internal float[] Infer(in BgrImage image, Vector2 corner, float side)
    {
        ModelInput input = _model.Input;
        _resampler.Fill(image, corner.X, corner.Y, side, side, _session.Input, new InputRegion(0, 0, input.Width, input.Height));
        _session.Run();
        return _output;
    }
}
