namespace Signpost.Recognition.Tests;

public class PackSelfTestTests
{
    [Fact]
    public void Run_DefaultPack_Passes()
    {
        SelfTestResult result = PackSelfTest.Run(Repository.DefaultPack);
        Assert.True(result.Passed, string.Join("; ", result.Faults));
    }

    [Fact]
    public void Run_RecordedAnswerDiffers_NamesThatModelAlone()
    {
        using var copy = new PackCopy();
        copy.Change(manifest => manifest with
        {
            Extractor = manifest.Extractor with { SelfTest = Changed(manifest.Extractor.SelfTest, values => values[7] += 0.05f) },
        });
        SelfTestFault fault = Assert.Single(PackSelfTest.Run(ModelPack.Load(copy.Directory)).Faults);
        Assert.Equal("extractor", fault.Model);
        Assert.Contains("at 7", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherPreprocessing_IsNoticed()
    {
        using var copy = new PackCopy();
        copy.Change(manifest => manifest with { Landmarks = manifest.Landmarks with { Input = manifest.Landmarks.Input with { Mean = 60 } } });
        Assert.Equal("landmarks", Assert.Single(PackSelfTest.Run(ModelPack.Load(copy.Directory)).Faults).Model);
    }

    [Fact]
    public void Run_InputThatMakesNaN_IsNamedAsSuch()
    {
        using var copy = new PackCopy();
        copy.Change(manifest => manifest with { Detector = manifest.Detector with { Input = manifest.Detector.Input with { Scale = 1e38f } } });
        SelfTestFault fault = Assert.Single(PackSelfTest.Run(ModelPack.Load(copy.Directory)).Faults);
        Assert.Equal("detector", fault.Model);
        Assert.Contains("finite", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingRecorded_Fails()
    {
        using var copy = new PackCopy();
        copy.Change(manifest => manifest with { Detector = manifest.Detector with { SelfTest = manifest.Detector.SelfTest with { Values = [] } } });
        Assert.Equal("detector", Assert.Single(PackSelfTest.Run(ModelPack.Load(copy.Directory)).Faults).Model);
    }

    private static GoldenOutput Changed(GoldenOutput output, Action<float[]> change)
    {
        float[] values = [.. output.Values];
        change(values);
        return output with { Values = values };
    }
}
