using System.Text.Json;
using SkiaSharp;

namespace Signpost.ModelTools.Tests;

/// <summary>The commands with the real pack on the portraits that demonstrations use: that they work, not how accurate the pack is.</summary>
public class EndToEndTests
{
    private static readonly string[] Portraits =
        ["ivana-square", "marie", "bruce-mars", "team-1", "team-2", "team-4", "team-5"];

    [Fact]
    public async Task Identification_FolderOfPeople_WritesTheReportAndAPictureWithoutNames()
    {
        using DataFolder data = People();
        using var tool = new ToolRun();
        string report = Path.Combine(data.Root, "r.json"), picture = Path.Combine(data.Root, "r.html");
        (int exitCode, string output, string error) = await tool.RunAsync(
            null, "evaluate", "identification", "--pack", Repository.PackDirectory, "--against", Repository.PackDirectory,
            "--data", Path.Combine(data.Root, "people"), "--report", report, "--picture", picture, "--replicates", "50");
        Assert.True(exitCode == 0, error);
        Assert.Contains("Rank 1: 1.0000", output, StringComparison.Ordinal);
        Assert.Contains("pictures: 14 of 14", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        JsonElement root = json.RootElement;
        Assert.Equal(1, root.GetProperty("rank1").GetDouble());
        Assert.Equal(Convert.ToHexStringLower(Repository.DefaultPack.Digest.Span), root.GetProperty("pack").GetProperty("digest").GetString());
        // A handful of searches cannot show any of the rates, and the report says so instead of stating them.
        Assert.Empty(root.GetProperty("operatingPoints").EnumerateArray());
        Assert.Equal([0.01, 0.003, 0.001, 1.0 / 6000], root.GetProperty("unsupported").EnumerateArray().Select(point => point.GetProperty("fpir").GetDouble()));
        foreach (string text in new[] { output, await File.ReadAllTextAsync(picture), await File.ReadAllTextAsync(report) })
            Assert.DoesNotContain(Portraits, name => text.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", await File.ReadAllTextAsync(picture), StringComparison.Ordinal);
        Assert.DoesNotContain("<img", await File.ReadAllTextAsync(picture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_PairsOfPortraits_AreToldApart()
    {
        using DataFolder data = People("images");
        data.Write("pairs.txt", string.Concat(Portraits.Select(name => $"{name}/1.jpg\t{name}/2.jpg\t1\n"))
            + string.Concat(Portraits.Zip(Portraits[1..]).Select(pair => $"{pair.First}/1.jpg\t{pair.Second}/2.jpg\t0\n")));
        using var tool = new ToolRun();
        (int exitCode, string output, string error) = await tool.RunAsync(
            null, "evaluate", "verification", "--pack", Repository.PackDirectory, "--data", data.Root, "--folds", "2");
        Assert.True(exitCode == 0, error);
        Assert.Contains("7 mated and 6 non-mated pairs", output, StringComparison.Ordinal);
        // A threshold at the lowest score of one fold can miss a pair of the other; none of so few may be missed at the equal error rate.
        Assert.Contains("Accuracy over 2 folds: ", output, StringComparison.Ordinal);
        Assert.Contains("Equal error rate: 0.0000", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certify_FolderOfPeople_WritesACertificateOfThisPack()
    {
        using DataFolder data = People();
        using var tool = new ToolRun();
        string file = Path.Combine(data.Root, "certificate.json");
        (int exitCode, string output, string error) = await tool.RunAsync(
            null, "evaluate", "certify", "--pack", Repository.PackDirectory, "--data", Path.Combine(data.Root, "people"), "--to", file, "--replicates", "50");
        Assert.True(exitCode == 0, error);
        Assert.Contains("7 people, 14 pictures", output, StringComparison.Ordinal);
        Trust.Result<Contracts.V1.PackCertificate> read = Trust.PackCertificateFile.Read(await File.ReadAllBytesAsync(file));
        Assert.True(read.TryGet(out Contracts.V1.PackCertificate? certificate, out Trust.Refusal? refusal), refusal?.Detail);
        Assert.Equal(Repository.DefaultPack.Digest.ToArray(), certificate.PackDigest.ToByteArray());
        // 84 pairs of pictures, or visits of two pictures against twelve others: no list is short enough.
        Assert.All(certificate.Rates, rate => Assert.Equal(0u, rate.LargestListOneInThousand));
        Assert.Equal(certificate.Rates[0].FmrUpper95, Trust.CertifiedRates.FmrUpper(certificate, certificate.Rates[0].Threshold));
    }

    [Theory]
    [InlineData("identification", "is no folder")]
    [InlineData("verification", "is no folder")]
    [InlineData("demographics", "is no folder")]
    [InlineData("clips", "is no folder")]
    [InlineData("certify", "is no folder")]
    [InlineData("methods", "is no folder")]
    public async Task Evaluate_DataThatAreNotThere_SaysSoInOneLine(string command, string expected)
    {
        using var tool = new ToolRun();
        (int exitCode, _, string error) = await tool.RunAsync(
            null, "evaluate", command, "--pack", Repository.PackDirectory, "--data", Path.Combine(tool.Home, "nothing"));
        Assert.Equal(1, exitCode);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identification_FileThatIsNoPicture_NamesIt()
    {
        using DataFolder data = People();
        data.Write(Path.Combine("people", Portraits[0], "3.jpg"), "not a picture");
        using var tool = new ToolRun();
        (int exitCode, _, string error) = await tool.RunAsync(
            null, "evaluate", "identification", "--pack", Repository.PackDirectory, "--data", Path.Combine(data.Root, "people"));
        Assert.Equal(1, exitCode);
        Assert.Contains("3.jpg: is no picture that can be used (NotJpegOrPng)", error, StringComparison.Ordinal);
    }

    /// <summary>Seven people with two pictures each: a portrait, and the same darker and reduced.</summary>
    private static DataFolder People(string folder = "people")
    {
        var data = new DataFolder();
        foreach (string name in Portraits)
        {
            string portrait = Repository.Media("material-dashboard", Path.Combine("assets", "img", $"{name}.jpg"));
            data.Copy(portrait, Path.Combine(folder, name, "1.jpg"));
            File.WriteAllBytes(Path.Combine(data.Root, folder, name, "2.jpg"), Darker(portrait));
        }
        return data;
    }

    private static byte[] Darker(string portrait)
    {
        using var original = SKBitmap.Decode(portrait);
        using var surface = SKSurface.Create(new SKImageInfo(original.Width * 3 / 4, original.Height * 3 / 4));
        using var paint = new SKPaint { ColorFilter = SKColorFilter.CreateLighting(new SKColor(190, 190, 190), SKColors.Black) };
        using var image = SKImage.FromBitmap(original);
        surface.Canvas.DrawImage(image, SKRect.Create(original.Width * 0.75f, original.Height * 0.75f), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), paint);
        using SKImage drawn = surface.Snapshot();
        using SKData encoded = drawn.Encode(SKEncodedImageFormat.Jpeg, 90);
        return encoded.ToArray();
    }
}
