namespace Signpost.Recognition;

/// <summary>
/// Finds faces in a picture of any size, reduced once to the size that the pack states. One instance serves one thread; a call
/// allocates nothing once the pictures' size has settled.
/// </summary>
public sealed class FaceDetector : IDisposable
{
    /// <summary>Candidates kept for suppression: far more than there is room for faces.</summary>
    internal const int MaxCandidates = 2048;

    private readonly DetectorModel _model;
    private readonly ModelSession _session;
    private readonly Resampler _resampler;
    private readonly Anchor[] _anchors;
    private readonly float[] _scores;
    private readonly float[] _offsets;
    private readonly FaceBox[] _candidates = new FaceBox[MaxCandidates];
    private InputRegion _filled;

    /// <exception cref="PackException">The detector's file is missing, altered or not what the manifest says.</exception>
    public FaceDetector(ModelPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _model = pack.Manifest.Detector;
        _anchors = Anchor.Layout(_model);
        _session = pack.Open(_model.Model, _model.Input);
        try
        {
            _scores = _session.Output("scores", _anchors.Length * 2);
            _offsets = _session.Output("offsets", _anchors.Length * 4);
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

    /// <summary>Every face above the pack's confidence, after suppression of overlaps, the most confident first.</summary>
    /// <param name="image">At least 1×1; the smaller the faces in the reduced picture, the more are missed.</param>
    /// <param name="faces">Receives the faces, in pixels of the picture; if it is full the least confident are left out.</param>
    /// <returns>Faces written.</returns>
    public int Detect(in BgrImage image, Span<FaceBox> faces)
    {
        InputRegion region = RunModel(image);
        int candidates = Decode((float)image.Width / region.Width, (float)image.Height / region.Height, region);
        Span<FaceBox> found = _candidates.AsSpan(0, candidates);
        found.Sort(static (a, b) => b.Confidence.CompareTo(a.Confidence));
        return Suppression.Apply(found, _model.Overlap, faces);
    }

    /// <summary>Overwrites the last picture in all buffers, ONNX Runtime's too. Takes as long as a detection.</summary>
    public void Scrub()
    {
        _session.Scrub();
        _resampler.Scrub();
        _candidates.AsSpan().Clear();
        _filled = default;
    }

    /// <summary>Releases the model after overwriting the last picture.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _resampler.Scrub();
    }

    /// <summary>Raw scores and offsets for a picture, for the self-test.</summary>
    internal (float[] Scores, float[] Offsets) Infer(in BgrImage image)
    {
        RunModel(image);
        return (_scores, _offsets);
    }

    private InputRegion RunModel(in BgrImage image)
    {
        InputRegion region = FrameFitting.Place(_model, image.Width, image.Height);
        if (region != _filled)
        {
            // The border of a letterbox: what the normalisation makes of the mean value.
            _session.Input.AsSpan().Clear();
            _filled = region;
        }
        _resampler.Fill(image, 0, 0, image.Width, image.Height, _session.Input, region);
        _session.Run();
        return region;
    }

    private int Decode(float scaleX, float scaleY, InputRegion region)
    {
        int count = 0;
        for (int index = 0; index < _anchors.Length && count < _candidates.Length; index++)
        {
            float confidence = _scores[index * 2 + 1];
            if (!(confidence >= _model.Confidence))
                continue;
            (float x, float y, float width, float height) = _anchors[index].Decode(_offsets.AsSpan(index * 4, 4), _model);
            var box = new FaceBox((x - region.X) * scaleX, (y - region.Y) * scaleY, width * scaleX, height * scaleY, confidence);
            if (box.Width > 0 && box.Height > 0 && float.IsFinite(box.X + box.Y + box.Width + box.Height))
                _candidates[count++] = box;
        }
        return count;
    }
}
