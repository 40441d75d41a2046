using Signpost.Edge.Appliance;
using Signpost.Edge.Appliance.Configuration;
using Signpost.Edge.Tests.Support;

namespace Signpost.Edge.Tests.Appliance;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Read_GoodFile_TakesPathsRelativeToIt()
    {
        Directory.CreateDirectory(_folder.File("pack"));
        var configuration = Read("""{ "dataDirectory": "data", "packDirectory": "pack", "healthInterval": "00:00:02", "camera": { "kind": "ffmpeg", "source": "rtsp://camera/1" } }""");
        Assert.Equal((_folder.File("data"), _folder.File("pack")), (configuration.DataDirectory, configuration.PackDirectory));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromHours(12)), (configuration.HealthInterval, configuration.StaleLimit));
        Assert.Null(configuration.Camera.FramesPerSecond);
    }

    [Fact]
    public void Read_SeveralFaults_NamesAllOfThem()
    {
        var message = Refusal("""{ "dataDirectory": "data", "packDirectory": "nowhere", "staleLimit": "00:00:00", "camera": { "kind": "telescope", "framesPerSecond": 0 } }""");
        foreach (var name in new[] { "packDirectory", "staleLimit", "camera.kind", "camera.framesPerSecond" }) Assert.Contains(name, message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SettingThatThereIsNot_IsRefused() =>
        Assert.Contains("threshold", Refusal("""{ "dataDirectory": "data", "packDirectory": "pack", "threshold": 0.1, "camera": { "kind": "ffmpeg", "source": "x" } }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ }")]
    [InlineData("[1]")]
    public void Read_NoConfiguration_SaysSo(string text) => Assert.Contains("unit.json", Refusal(text), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string Refusal(string text) => Assert.Throws<UsageException>(() => Read(text)).Message;

    private UnitConfiguration Read(string text)
    {
        File.WriteAllText(_folder.File("unit.json"), text);
        return ConfigurationFile.Read(_folder.File("unit.json"));
    }
}
