using Signpost.Hardware.Simulated.Truth;

namespace Signpost.Hardware.Tests.Simulated;

public sealed class SceneTruthTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signpost-truth-");

    [Fact]
    public void Truth_WrittenTwice_ReadsAsTheSecondAndLeavesOneFile()
    {
        var visit = new TrueVisit(1, "actor-01", "cap13", true, 1.5, 6.25, 60, 80, new TruePlace(1, 2, 60), new TruePlace(3, 4, 80));
        var truth = new SceneTruth(0, 7, DateTimeOffset.UnixEpoch, 12.5, [visit]);
        var path = Path.Combine(_folder.FullName, "sub", "truth.json");
        truth.Write(path);
        (truth with { Visits = [visit, visit with { Visit = 2 }] }).Write(path);

        var read = SceneTruth.Read(path);
        Assert.Equal([1, 2], read.Visits.Select(each => each.Visit));
        Assert.Equal(visit, read.Visits[0]);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Contains("\"entersAt\": 1.5", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Path_OfTwoStarts_Differs()
    {
        var started = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000);

        Assert.Equal("/data/truth-1790000000000.json", SceneTruth.PathFor("/data/truth.json", started));
        Assert.NotEqual(SceneTruth.PathFor("/data/truth.json", started), SceneTruth.PathFor("/data/truth.json", started.AddMilliseconds(1)));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
