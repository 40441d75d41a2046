using CsCheck;
using Google.Protobuf;
using Signpost.ModelTools.Onnx;
using Signpost.ModelTools.Quantisation;

namespace Signpost.ModelTools.Tests;

public class QuantiserTests
{
    private static readonly Dictionary<string, TensorRange> Ranges = new()
    {
        ["x"] = new(-1, 1),
        ["y"] = new(-6, 10),
    };

    [Fact]
    public void Convolution_AgainstIntegersByHand_IsTheSameBytes()
    {
        // Inputs at both ends and weights whose pairs meet at the limit: a kernel that saturates shows here.
        const int inputs = 16, outputs = 5;
        float[] weights = SmallModel.Noise(1, inputs * outputs, 0.5f), bias = SmallModel.Noise(2, outputs);
        float[] input = [.. SmallModel.Noise(3, inputs * 4, 1.2f).Select(value => Math.Clamp(MathF.Round(value * 4) / 2, -1, 1))];
        ModelProto model = SmallModel.Make(
            [1, inputs, 2, 2], [1, outputs, 2, 2], [SmallModel.Convolution("c", "x", "y", 1)],
            TensorValues.Of("c_w", weights, outputs, inputs, 1, 1), TensorValues.Of("c_b", bias, outputs));
        Quantiser.Apply(model, Ranges, new HashSet<string>());
        float[] found = SmallModel.Run(model, input, [1, inputs, 2, 2]);

        QuantisedWeights w = WeightQuantiser.Quantise(weights, outputs, inputs);
        ActivationScale from = Ranges["x"].ToScale(), to = Ranges["y"].ToScale();
        for (int output = 0; output < outputs; output++)
        {
            for (int pixel = 0; pixel < 4; pixel++)
            {
                double scale = (double)from.Scale * w.Scales[output];
                long sum = (long)Math.Round(bias[output] / scale);
                for (int channel = 0; channel < inputs; channel++)
                    sum += w.Values[output * inputs + channel] * (Quantise(input[channel * 4 + pixel], from) - from.ZeroPoint);
                double exact = sum * scale / to.Scale + to.ZeroPoint;
                double step = Math.Clamp(Math.Round(exact), 0, 255);
                // Half a step may round either way in single precision.
                double difference = found[output * 4 + pixel] / to.Scale + to.ZeroPoint - step;
                Assert.True(Math.Abs(difference) < 0.01 || (Math.Abs(exact - Math.Floor(exact) - 0.5) < 1e-3 && Math.Abs(difference) < 1.01), $"{output}, {pixel}: {difference}");
            }
        }
    }

    [Fact]
    public void Weights_AnyRow_StayWithinTheLimitOfPairsAndNearTheFloats() =>
        Gen.Select(Gen.Float[-3, 3].Array[48], Gen.Int[1, 4], (values, inputs) => (values, inputs: inputs * 4)).Sample(sample =>
        {
            QuantisedWeights quantised = WeightQuantiser.Quantise(sample.values, 1, sample.inputs);
            int area = sample.values.Length / sample.inputs;
            return WeightQuantiser.GreatestPair(quantised.Values, sample.inputs, area) <= 128
                && sample.values.Zip(quantised.Values).All(pair => Math.Abs(pair.First - pair.Second * quantised.Scales[0]) <= quantised.Scales[0] * 0.501f + 1e-6f);
        });

    [Fact]
    public void Weights_OneInputChannelThatIsNoDepthwiseConvolution_StayWithinTheLimitOfPairs()
    {
        float[] weights = [1, 1, 1, 1];
        Assert.True(WeightQuantiser.GreatestPair(WeightQuantiser.Quantise(weights, 1, 1).Values, 1, 4) <= 128);
        Assert.Equal(127, WeightQuantiser.Quantise(weights, 1, 1, isDepthwise: true).Values[0]);
    }

    [Fact]
    public void ToScale_AnyRange_HoldsZeroExactlyAndBothEnds() =>
        Gen.Select(Gen.Float[-1e6f, 1e6f], Gen.Float[0, 1e6f]).Sample(ends =>
        {
            var range = new TensorRange(ends.Item1, ends.Item1 + ends.Item2);
            ActivationScale scale = range.ToScale();
            double least = scale.Scale * (0.0 - scale.ZeroPoint), greatest = scale.Scale * (255.0 - scale.ZeroPoint);
            return scale.Scale > 0 && least <= Math.Min(range.Min, 0) + scale.Scale && greatest >= Math.Max(range.Max, 0) - scale.Scale;
        });

    [Fact]
    public void Segment_Quantised_IsNearTheFloatsAndHoldsNoFloatLayer()
    {
        ModelProto model = SmallModel.Segment(dead: 0, slope: 0.25f);
        PReluAsMax.Apply(model.Graph);
        float[] input = SmallModel.Noise(9, 100), expected = SmallModel.Run(model, input, [1, 4, 5, 5]);
        using var observed = new ObservedModel(model.ToByteArray());
        observed.Observe(input, counting: false);
        Dictionary<string, TensorRange> ranges = observed.Statistics.ToDictionary(pair => pair.Key, pair => RangeMethods.Choose(RangeMethods.MinMax, pair.Value));
        ranges["x"] = new TensorRange(-1, 1);
        ModelProto floats = model.Clone(), partly = model.Clone();
        Quantiser.Apply(model, ranges, new HashSet<string>());
        Assert.Equal(
            ["QuantizeLinear", "QLinearConv", "QLinearMul", "Max", "QLinearConv", "QLinearMul", "Max", "QLinearConv", "DequantizeLinear"],
            model.Graph.Node.Select(node => node.OpType));
        Assert.InRange(Template.Compare(expected, SmallModel.Run(model, input, [1, 4, 5, 5])), 0.995f, 1f);

        Quantiser.Apply(partly, ranges, new HashSet<string> { "b1" });
        Assert.Single(partly.Graph.Node, node => node.OpType == "Conv");
        Assert.InRange(Template.Compare(expected, SmallModel.Run(partly, input, [1, 4, 5, 5])), 0.995f, 1f);
        Assert.Equal(Twice(floats), Twice(floats));

        byte[] Twice(ModelProto source)
        {
            ModelProto copy = source.Clone();
            Quantiser.Apply(copy, ranges, new HashSet<string>());
            return copy.ToByteArray();
        }
    }

    [Fact]
    public void Apply_RangeMissing_SaysWhichAndWhatToDo()
    {
        ModelProto model = SmallModel.Segment(dead: 0, slope: 0.25f);
        RewriteException fault = Assert.Throws<RewriteException>(() => Quantiser.Apply(model, new Dictionary<string, TensorRange> { ["x"] = new(-1, 1) }, new HashSet<string>()));
        Assert.Contains("'a1' has no range", fault.Message, StringComparison.Ordinal);
        Assert.Contains("calibrate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyBytes_IsAModelOrARefusal() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            try
            {
                ModelProto model = GraphRewriter.Parse(bytes);
                Folding.Apply(model.Graph);
                DeadChannels.Apply(model.Graph);
                PReluAsMax.Apply(model.Graph);
            }
            catch (RewriteException)
            {
            }
        });

    private static int Quantise(float value, ActivationScale scale) =>
        (int)Math.Clamp(MathF.Round(value / scale.Scale) + scale.ZeroPoint, 0, 255);
}
