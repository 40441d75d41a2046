using System.Numerics.Tensors;

namespace Signpost.Recognition;

/// <summary>Makes the template of an aligned face. One instance serves one thread; a call allocates nothing.</summary>
public sealed class TemplateExtractor : IDisposable
{
    private readonly ExtractorModel _model;
    private readonly ModelSession _session;
    private readonly float[] _output;

    /// <exception cref="PackException">The model's file is missing, altered or not what the manifest says.</exception>
    public TemplateExtractor(ModelPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _model = pack.Manifest.Extractor;
        _session = pack.Open(_model.Model, _model.Input);
        try
        {
            _output = _session.OnlyOutput(_model.TemplateLength);
        }
        catch (PackException)
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>What the model was last fed (NCHW), for a calibration of the model; zeros after <see cref="Scrub"/>.</summary>
    public ReadOnlySpan<float> LastInput => _session.Input;

    /// <summary>Extracts a template of length 1.</summary>
    /// <param name="bgr112">An aligned face, <see cref="Alignment.ByteCount"/> bytes.</param>
    /// <param name="template">Receives the pack's <see cref="ModelPack.TemplateLength"/> values.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    /// <exception cref="InvalidOperationException">The model answered something that is no template: a broken pack or machine.</exception>
    public void Extract(ReadOnlySpan<byte> bgr112, Span<float> template)
    {
        if (template.Length != _model.TemplateLength)
            throw new ArgumentException($"expected room for {_model.TemplateLength} values, got {template.Length}", nameof(template));
        Infer(bgr112).CopyTo(template);
        if (!Template.Normalise(template))
            throw new InvalidOperationException("the extractor answered zeros or numbers that are not finite");
    }

    /// <summary>Overwrites the last face and its template in all buffers, ONNX Runtime's too. Takes as long as an extraction.</summary>
    public void Scrub() => _session.Scrub();

    /// <summary>Releases the model after overwriting the last face.</summary>
    public void Dispose() => _session.Dispose();

    /// <summary>The model's own output, not normalised, for the self-test.</summary>
    internal ReadOnlySpan<float> Infer(ReadOnlySpan<byte> bgr112)
    {
        if (bgr112.Length != Alignment.ByteCount)
            throw new ArgumentException($"expected {Alignment.ByteCount} bytes, got {bgr112.Length}", nameof(bgr112));
        const int plane = Alignment.Side * Alignment.Side;
        Span<float> input = _session.Input;
        bool bgr = _model.Input.Channels == ChannelOrder.Bgr;
        Span<float> blue = input.Slice(bgr ? 0 : 2 * plane, plane);
        Span<float> green = input.Slice(plane, plane);
        Span<float> red = input.Slice(bgr ? 2 * plane : 0, plane);
        for (int pixel = 0; pixel < plane; pixel++)
        {
            blue[pixel] = bgr112[pixel * 3];
            green[pixel] = bgr112[pixel * 3 + 1];
            red[pixel] = bgr112[pixel * 3 + 2];
        }
        TensorPrimitives.Subtract(input, _model.Input.Mean, input);
        TensorPrimitives.Multiply(input, _model.Input.Scale, input);
        _session.Run();
        return _output;
    }
}
