using System.Numerics.Tensors;

namespace Signpost.Recognition.Tests;

public class ReferenceEnrollerTests
{
    [Fact]
    public void Enrol_GoodPortraits_AreAccepted()
    {
        using var enroller = new ReferenceEnroller(Repository.DefaultPack);
        foreach ((string package, string path) in Portraits.Frontal)
        {
            using EnrolmentResult result = enroller.Enrol(Repository.MediaBytes(package, path));
            Assert.True(result.Accepted, $"{path}: {result.Refusal} {result.Explanation} {result.Quality}");
            Assert.Equal(512, result.Template.Length);
            Assert.Equal("", result.Explanation);
            using DecodedPhotograph crop = Photograph.Decode(result.ReferenceJpeg);
            Assert.Equal(PhotographError.None, crop.Error);
        }
    }

    [Fact]
    public void Enrol_TurnedByTheCamera_GivesNearlyTheSameTemplate()
    {
        using var enroller = new ReferenceEnroller(Repository.DefaultPack);
        using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[0]);
        Picture upright = Picture.Copy(photograph.Image), turned = new(upright.Height, upright.Width);
        for (int index = 0; index < upright.Width * upright.Height * 3; index++)
        {
            int x = index / 3 % upright.Width, y = index / 3 / upright.Width;
            // Orientation 6: row 0 is the right edge, column 0 the top.
            turned[y, upright.Width - 1 - x, index % 3] = upright[x, y, index % 3];
        }
        using EnrolmentResult first = enroller.Enrol(Encoded.Jpeg(upright));
        using EnrolmentResult second = enroller.Enrol(Encoded.WithOrientation(Encoded.Jpeg(turned), 6));
        Assert.True(first.Accepted && second.Accepted);
        Assert.InRange(Template.Compare(first.Template.Span, second.Template.Span), 0.97f, 1f);
    }

    [Fact]
    public void Enrol_NobodyThere_IsRefused()
    {
        var wall = new Picture(400, 400);
        wall.Bytes.AsSpan().Fill(130);
        AssertRefused(EnrolmentRefusal.NoFace, Encoded.Jpeg(wall), faces: 0);
    }

    [Fact]
    public void Enrol_TwoPeople_IsRefusedWithTheirNumber()
    {
        var both = new Picture(820, 420);
        foreach (int index in new[] { 0, 2 })
        {
            using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[index]);
            both.Paste(photograph.Image, 5 + 205 * index, 5, 400, 400);
        }
        EnrolmentResult result = AssertRefused(EnrolmentRefusal.SeveralFaces, Encoded.Jpeg(both), faces: 2);
        Assert.Contains("2 faces", result.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Enrol_SmallFace_IsRefusedWithItsSize()
    {
        var scene = new Picture(400, 300);
        scene.Bytes.AsSpan().Fill(128);
        using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[0]);
        scene.Paste(photograph.Image, 100, 100, 130, 130);
        EnrolmentResult result = AssertRefused(EnrolmentRefusal.FaceTooSmall, Encoded.Jpeg(scene), faces: 1);
        Assert.InRange(result.Quality!.Value.InterEyeDistance, 10, 29);
    }

    [Fact]
    public void Enrol_BlurredFace_IsRefusedWithItsSharpness()
    {
        using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[2]);
        EnrolmentResult result = AssertRefused(EnrolmentRefusal.TooBlurred, Encoded.Jpeg(Picture.Copy(photograph.Image).Blurred(40)), faces: 1);
        Assert.Contains("sharpness", result.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Enrol_Profile_IsRefused() =>
        AssertRefused(EnrolmentRefusal.TurnedAway, Repository.MediaBytes(Portraits.Dashboard, "assets/img/bruce-mars.jpg"), faces: 1);

    [Fact]
    public void Enrol_DamagedFile_IsRefused()
    {
        byte[] file = Repository.MediaBytes(Portraits.Frontal[0].Package, Portraits.Frontal[0].Path);
        AssertRefused(EnrolmentRefusal.Damaged, file[..(file.Length / 2)], faces: 0);
        AssertRefused(EnrolmentRefusal.NotAPhotograph, "%PDF-1.7"u8.ToArray(), faces: 0);
    }

    [Fact]
    public void Dispose_Result_OverwritesTemplateAndPicture()
    {
        using var enroller = new ReferenceEnroller(Repository.DefaultPack);
        EnrolmentResult result = enroller.Enrol(File.ReadAllBytes(Portraits.First));
        Assert.Contains(result.Template.ToArray(), value => value != 0);
        result.Dispose();
        Assert.All(result.Template.ToArray(), value => Assert.Equal(0, value));
        Assert.All(result.ReferenceJpeg.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Enrol_AcceptedOrRefused_LeavesNothingInItsBuffers()
    {
        using var enroller = new ReferenceEnroller(Repository.DefaultPack);
        using EnrolmentResult accepted = enroller.Enrol(File.ReadAllBytes(Portraits.First));
        Assert.True(accepted.Accepted);
        Assert.True(enroller.IsBlank);
        using EnrolmentResult refused = enroller.Enrol(Repository.MediaBytes(Portraits.Dashboard, "assets/img/bruce-mars.jpg"));
        Assert.Equal(EnrolmentRefusal.TurnedAway, refused.Refusal);
        Assert.True(enroller.IsBlank);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ExtractWithMirror_SecondExtractionFailsOrContradictsTheFirst_LeavesNoTemplateInTheProcess(bool fails)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc/self/mem is there on Linux only");
        int calls = 0;
        Assert.Throws<InvalidOperationException>(() => ReferenceEnroller.ExtractWithMirror(
            (_, template) =>
            {
                int call = calls++;
                if (fails && call == 1)
                    throw new InvalidOperationException("the extractor answered zeros");
                FillWithSecret(template);
                if (call == 1)
                    TensorPrimitives.Negate(template, template);
            },
            new byte[Alignment.ByteCount], 512));
        Assert.Equal(2, calls);
        using MemoryNeedle needle = SecretNeedle();
        Assert.Equal(0, needle.Count());
    }

    private static MemoryNeedle SecretNeedle()
    {
        float[] secret = GC.AllocateArray<float>(512, pinned: true);
        FillWithSecret(secret);
        var needle = new MemoryNeedle(secret.AsSpan(100, 8));
        Array.Clear(secret);
        return needle;
    }

    private static void FillWithSecret(Span<float> template)
    {
        var random = new Random(13);
        foreach (ref float value in template)
            value = random.NextSingle() - 0.5f;
    }

    private static EnrolmentResult AssertRefused(EnrolmentRefusal refusal, byte[] file, int faces)
    {
        using var enroller = new ReferenceEnroller(Repository.DefaultPack);
        EnrolmentResult result = enroller.Enrol(file);
        Assert.True(result.Refusal == refusal, $"expected {refusal}, found {result.Refusal} {result.Explanation} {result.Quality}");
        Assert.Equal(faces, result.Faces);
        Assert.NotEqual("", result.Explanation);
        Assert.True(result.Template.IsEmpty && result.ReferenceJpeg.IsEmpty);
        return result;
    }
}
