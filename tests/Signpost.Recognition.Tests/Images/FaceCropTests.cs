namespace Signpost.Recognition.Tests;

public class FaceCropTests
{
    [Fact]
    public void EncodeJpeg_FaceInTheMiddle_CutsSquareWithMargin()
    {
        var picture = new Picture(600, 400);
        byte[] jpeg = FaceCrop.EncodeJpeg(picture.Image, new FaceBox(250, 150, 80, 100, 1), margin: 0.5f, maxSide: 128, quality: 80);
        using DecodedPhotograph crop = Photograph.Decode(jpeg);
        Assert.Equal((128, 128), (crop.Width, crop.Height));
    }

    [Fact]
    public void EncodeJpeg_SmallFace_IsNotEnlarged()
    {
        var picture = new Picture(600, 400);
        byte[] jpeg = FaceCrop.EncodeJpeg(picture.Image, new FaceBox(250, 150, 50, 50, 1), margin: 0.5f, maxSide: 512, quality: 80);
        using DecodedPhotograph crop = Photograph.Decode(jpeg);
        Assert.Equal((100, 100), (crop.Width, crop.Height));
    }

    [Fact]
    public void EncodeJpeg_FaceAtTheBorder_LeavesOutWhatIsOutside()
    {
        var picture = new Picture(600, 400);
        byte[] jpeg = FaceCrop.EncodeJpeg(picture.Image, new FaceBox(-50, 100, 100, 100, 1), margin: 0.5f, maxSide: 512, quality: 80);
        using DecodedPhotograph crop = Photograph.Decode(jpeg);
        Assert.Equal((100, 200), (crop.Width, crop.Height));
    }

    [Fact]
    public void EncodeJpeg_Colours_StayTheirs()
    {
        var picture = new Picture(200, 200);
        for (int offset = 0; offset < picture.Bytes.Length; offset += 3)
            (picture.Bytes[offset], picture.Bytes[offset + 1], picture.Bytes[offset + 2]) = (40, 120, 220);
        using DecodedPhotograph crop = Photograph.Decode(FaceCrop.EncodeJpeg(picture.Image, new FaceBox(50, 50, 80, 80, 1), 0, 512, 95));
        ReadOnlySpan<byte> pixel = crop.Image.Row(40).Slice(120, 3);
        Assert.InRange(pixel[0], 34, 46);
        Assert.InRange(pixel[1], 114, 126);
        Assert.InRange(pixel[2], 214, 226);
    }

    [Fact]
    public void EncodeJpeg_FaceOutsideThePicture_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            FaceCrop.EncodeJpeg(new Picture(100, 100).Image, new FaceBox(300, 300, 20, 20, 1), 0, 64, 80));
}
