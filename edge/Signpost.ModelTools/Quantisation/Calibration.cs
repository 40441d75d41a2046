using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Recognition;

namespace Signpost.ModelTools.Quantisation;

/// <summary>
/// What a calibration found, as it stands beside a pack's manifest: numbers only, of no picture and no person. With it a build makes
/// the same integer models everywhere.
/// </summary>
/// <param name="Format"><see cref="CurrentFormat"/>.</param>
/// <param name="Method">How the ranges were chosen: one of <see cref="RangeMethods"/>.</param>
/// <param name="Pictures">Pictures with a face that the models were run over.</param>
/// <param name="Models">By role: <c>detector</c>, <c>landmarks</c>, <c>extractor</c>.</param>
internal sealed record Calibration(string Format, string Method, int Pictures, IReadOnlyDictionary<string, ModelCalibration> Models)
{
    public const string CurrentFormat = "signpost-calibration/1";

    /// <param name="utf8">The file.</param>
    /// <param name="name">What to call it in a message.</param>
    /// <exception cref="PackException">Not well-formed, or it breaks a rule; all broken rules are named.</exception>
    public static Calibration Parse(ReadOnlySpan<byte> utf8, string name)
    {
        Calibration calibration;
        try
        {
            calibration = JsonSerializer.Deserialize(utf8, CalibrationJson.Default.Calibration) ?? throw new PackException($"{name}: is 'null', expected a calibration");
        }
        catch (JsonException e)
        {
            throw new PackException($"{name}: not a calibration ({e.Message})", e);
        }
        string[] faults = [.. calibration.Faults()];
        return faults.Length == 0 ? calibration : throw new PackException($"{name}: {string.Join("; ", faults)}");
    }

    /// <summary>The file's bytes, the same for the same numbers.</summary>
    public byte[] ToUtf8() => [.. JsonSerializer.SerializeToUtf8Bytes(this, CalibrationJson.Default.Calibration), (byte)'\n'];

    private IEnumerable<string> Faults()
    {
        if (Format != CurrentFormat)
            yield return $"format is '{Format}', expected '{CurrentFormat}'";
        foreach ((string role, ModelCalibration model) in Models)
        {
            if (model?.Ranges is null || model.Exponents is null || model.Ranges.Values.Contains(null) || model.Exponents.Values.Contains(null))
            {
                yield return $"{role}: holds null, expected ranges and exponents";
                continue;
            }
            foreach ((string value, IReadOnlyList<float> range) in model.Ranges)
            {
                if (range.Count != 2 || !float.IsFinite(range[0]) || !float.IsFinite(range[1]) || range[0] > range[1])
                    yield return $"{role}: range of '{value}' is [{string.Join(", ", range)}], expected a least and a greatest finite number";
            }
            foreach ((string value, IReadOnlyList<int> exponents) in model.Exponents)
            {
                if (exponents.Any(exponent => exponent is < 0 or > ChannelExponents.Greatest))
                    yield return $"{role}: exponents of '{value}' are not all 0 to {ChannelExponents.Greatest}";
            }
        }
    }
}

/// <summary>The numbers of one model.</summary>
/// <param name="Exponents">By the value that a convolution makes: the power of two, in eighths, that each channel is multiplied by.</param>
/// <param name="Ranges">By value: its least and greatest number, after that multiplication.</param>
internal sealed record ModelCalibration(IReadOnlyDictionary<string, IReadOnlyList<int>> Exponents, IReadOnlyDictionary<string, IReadOnlyList<float>> Ranges)
{
    public IReadOnlyDictionary<string, TensorRange> ToRanges() => Ranges.ToDictionary(pair => pair.Key, pair => new TensorRange(pair.Value[0], pair.Value[1]));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Calibration))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
