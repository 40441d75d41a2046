using System.Numerics;
using Signpost.ModelTools.Onnx;
using Signpost.ModelTools.Packing;
using Signpost.Recognition;

namespace Signpost.ModelTools.Quantisation;

/// <summary>Runs a pack's float models over faces, as a unit would, and chooses the numbers that a quantised build needs.</summary>
internal sealed class Calibrator : IDisposable
{
    /// <summary>Of <see cref="ChannelExponents.Choose"/>: behind the first convolution of a segment, and behind the depthwise one.</summary>
    private const double FirstShare = 1, MiddleShare = 0.75;

    private readonly ModelPack _floatPack;
    private readonly FaceDetector _detector;
    private readonly LandmarkFinder _landmarks;
    private readonly TemplateExtractor _extractor;
    private readonly FaceBox[] _faces = new FaceBox[64];
    private readonly byte[] _aligned = new byte[Alignment.ByteCount];
    private readonly string[] _roles;

    /// <param name="floatPack">A pack of the same manifest, not quantised.</param>
    /// <param name="roles">Of the models to calibrate.</param>
    public Calibrator(ModelPack floatPack, IReadOnlyList<string> roles)
    {
        _floatPack = floatPack;
        _roles = [.. roles];
        _detector = new FaceDetector(floatPack);
        _landmarks = new LandmarkFinder(floatPack);
        _extractor = new TemplateExtractor(floatPack);
    }

    /// <param name="pictures">Picture files; what is none, or shows no face, is passed over.</param>
    /// <param name="recipe">Of the models.</param>
    /// <param name="method">One of <see cref="RangeMethods"/>.</param>
    /// <param name="say">Told of progress.</param>
    /// <exception cref="PackException">No picture shows a face.</exception>
    public Calibration Run(IReadOnlyList<string> pictures, PackRecipe recipe, string method, Action<string> say)
    {
        var exponents = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>>();
        int used = 0;
        using (var plain = new ObservedModels(_roles, role => recipe.MakeFloat(role)))
        {
            used = Pass(pictures, plain, counting: false, "finding the channels' ranges", say);
            if (used == 0)
                throw new PackException($"none of {pictures.Count} pictures shows a face that the detector finds: expected photographs of faces");
            foreach ((string role, ObservedModel model) in plain.ByRole)
                exponents.Add(role, Exponents(recipe, role, model.Statistics));
        }
        using var equalised = new ObservedModels(_roles, role => recipe.MakeFloat(role, new ModelCalibration(exponents[role], new Dictionary<string, IReadOnlyList<float>>())));
        Pass(pictures, equalised, counting: false, "finding the values' ranges", say);
        if (RangeMethods.NeedsHistogram(method))
            Pass(pictures, equalised, counting: true, "counting the values", say);
        return new Calibration(
            Calibration.CurrentFormat, method, used,
            equalised.ByRole.ToDictionary(pair => pair.Key, pair => new ModelCalibration(exponents[pair.Key], Ranges(pair.Key, pair.Value.Statistics, method))));
    }

    /// <summary>Overwrites the last face, and releases the models.</summary>
    public void Dispose()
    {
        _detector.Scrub();
        _landmarks.Scrub();
        _extractor.Scrub();
        _detector.Dispose();
        _landmarks.Dispose();
        _extractor.Dispose();
    }

    private int Pass(IReadOnlyList<string> pictures, ObservedModels models, bool counting, string what, Action<string> say)
    {
        int used = 0;
        for (int index = 0; index < pictures.Count; index++)
        {
            if (index % 50 == 0)
                say($"{what}: {index} of {pictures.Count}");
            using DecodedPhotograph photograph = Photograph.Decode(File.ReadAllBytes(pictures[index]));
            if (photograph.Error == PhotographError.None && Observe(photograph.Image, models, counting))
                used++;
        }
        return used;
    }

    private bool Observe(in BgrImage image, ObservedModels models, bool counting)
    {
        int count = _detector.Detect(image, _faces);
        if (count == 0)
            return false;
        models.Observe(Roles.Detector, _detector.LastInput, counting);
        Span<Vector2> points68 = stackalloc Vector2[LandmarkFinder.PointCount];
        float[] template = new float[_floatPack.TemplateLength];
        try
        {
            for (int face = 0; face < count; face++)
            {
                _landmarks.Find(image, _faces[face], points68);
                models.Observe(Roles.Landmarks, _landmarks.LastInput, counting);
                Alignment.Align(image, FivePoints.From68(points68), _aligned);
                _extractor.Extract(_aligned, template);
                models.Observe(Roles.Extractor, _extractor.LastInput, counting);
            }
        }
        finally
        {
            points68.Clear();
            Array.Clear(template);
            Array.Clear(_aligned);
        }
        return true;
    }

    private static Dictionary<string, IReadOnlyList<int>> Exponents(PackRecipe recipe, string role, Dictionary<string, ValueStatistics> statistics)
    {
        var exponents = new Dictionary<string, IReadOnlyList<int>>();
        if (recipe.MakeUpTo(role, EqualisedChannels.Name) is not { } model)
            return exponents;
        GraphProto graph = GraphRewriter.Parse(model).Graph;
        foreach (DepthwiseSegment segment in EqualisedChannels.Segments(graph, new GraphIndex(graph)))
        {
            Add(segment.First, FirstShare);
            Add(segment.Middle, MiddleShare);
        }
        return exponents;

        void Add(OwnConvolution convolution, double share)
        {
            string value = convolution.Node.Output[0];
            exponents.Add(value, ChannelExponents.Choose(statistics[value].Magnitudes, share));
        }
    }

    private Dictionary<string, IReadOnlyList<float>> Ranges(string role, Dictionary<string, ValueStatistics> statistics, string method)
    {
        ModelInput input = Roles.InputOf(_floatPack.Manifest, role);
        // Pixels have all values from 0 to 255: the input's steps are exact.
        float[] ends = [(0 - input.Mean) * input.Scale, (byte.MaxValue - input.Mean) * input.Scale];
        var ranges = new Dictionary<string, IReadOnlyList<float>> { ["input"] = [ends.Min(), ends.Max()] };
        foreach ((string value, ValueStatistics found) in statistics.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            TensorRange range = RangeMethods.Choose(method, found);
            ranges[value] = [range.Min, range.Max];
        }
        return ranges;
    }
}

/// <summary>Several models, each with all its values.</summary>
internal sealed class ObservedModels : IDisposable
{
    public ObservedModels(IEnumerable<string> roles, Func<string, byte[]> models) => ByRole = roles.ToDictionary(role => role, role => new ObservedModel(models(role)));

    public IReadOnlyDictionary<string, ObservedModel> ByRole { get; }

    public void Observe(string role, ReadOnlySpan<float> input, bool counting)
    {
        if (!ByRole.TryGetValue(role, out ObservedModel? model))
            return;
        float[] face = input.ToArray();
        try
        {
            model.Observe(face, counting);
        }
        finally
        {
            Array.Clear(face);
        }
    }

    public void Dispose()
    {
        foreach (ObservedModel model in ByRole.Values)
            model.Dispose();
    }
}
