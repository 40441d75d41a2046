using CsCheck;

namespace Signpost.Recognition.Tests;

public class PhotographTests
{
    private const int Width = 96, Height = 64;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Decode_RecordedOrientation_GivesUprightPicture(byte orientation)
    {
        // Upright: red corner top left, green top right, blue bottom left, white bottom right.
        byte[] jpeg = Encoded.WithOrientation(Encoded.Jpeg(Stored(orientation)), orientation);
        using DecodedPhotograph decoded = Photograph.Decode(jpeg);
        Assert.Equal(PhotographError.None, decoded.Error);
        Assert.Equal((Width, Height), (decoded.Width, decoded.Height));
        Assert.Equal("red", Colour(decoded, 8, 8));
        Assert.Equal("green", Colour(decoded, Width - 8, 8));
        Assert.Equal("blue", Colour(decoded, 8, Height - 8));
        Assert.Equal("white", Colour(decoded, Width - 8, Height - 8));
    }

    [Fact]
    public void Decode_Png_GivesTheSamePixels()
    {
        Picture picture = Picture.Noise(70, 60, 0, seed: 1);
        using DecodedPhotograph decoded = Photograph.Decode(Encoded.Png(picture));
        Assert.Equal(PhotographError.None, decoded.Error);
        Assert.True(decoded.Image.Pixels.SequenceEqual(picture.Bytes));
    }

    [Fact]
    public void Decode_AnotherFormat_IsRefused() =>
        AssertError(PhotographError.NotJpegOrPng, Encoded.Webp(new Picture(Width, Height)));

    [Fact]
    public void Decode_NothingOrNonsense_IsRefused()
    {
        AssertError(PhotographError.NotJpegOrPng, []);
        AssertError(PhotographError.NotJpegOrPng, "GIF89a and so on, but not a photograph"u8.ToArray());
        AssertError(PhotographError.NotJpegOrPng, [0xFF, 0xD8, 0xFF, 0xD9]);
    }

    [Fact]
    public void Decode_CutShort_IsDamaged()
    {
        byte[] jpeg = Encoded.Jpeg(Picture.Noise(200, 200, 0, seed: 1)), png = Encoded.Png(Picture.Noise(200, 200, 0, seed: 1));
        AssertError(PhotographError.Damaged, jpeg[..(jpeg.Length / 2)]);
        AssertError(PhotographError.Damaged, png[..(png.Length / 2)]);
    }

    [Fact]
    public void Decode_FewPixels_IsTooSmall() =>
        AssertError(PhotographError.TooSmall, Encoded.Jpeg(new Picture(200, Photograph.MinSide - 1)));

    [Fact]
    public void Decode_BombOfManyPixels_IsRefusedBeforeDecoding()
    {
        // A PNG header that states 60,000×60,000, with its checksum.
        byte[] png = Encoded.Png(new Picture(Width, Height));
        png.AsSpan(16, 8).Clear();
        (png[18], png[19], png[22], png[23]) = (0xEA, 0x60, 0xEA, 0x60);
        uint checksum = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Crc32(png.AsSpan(12, 17)));
        BitConverter.TryWriteBytes(png.AsSpan(29), checksum);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        AssertError(PhotographError.TooLarge, png);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 1 << 20);
    }

    [Fact]
    public void Decode_MoreBytesThanTaken_IsTooLarge()
    {
        byte[] file = new byte[Photograph.MaxBytes + 1];
        Encoded.Jpeg(new Picture(Width, Height)).CopyTo(file, 0);
        AssertError(PhotographError.TooLarge, file);
    }

    [Fact]
    public void Decode_MutatedFiles_NeverThrow()
    {
        byte[][] files =
        [
            Encoded.WithOrientation(Encoded.Jpeg(Picture.Noise(64, 80, 0, seed: 1), 60), 6),
            Encoded.Png(Picture.Noise(60, 50, 0, seed: 2)),
        ];
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 4000], Gen.Select(Gen.Int[0, 20000], Gen.Byte).Array[1, 12])
            .Sample(
                (which, cut, changes) =>
                {
                    byte[] file = [.. files[which]];
                    foreach ((int place, byte value) in changes)
                        file[place % file.Length] = value;
                    if (cut > 0 && cut < file.Length)
                        file = file[..^cut];
                    using DecodedPhotograph decoded = Photograph.Decode(file);
                    if (decoded.Error == PhotographError.None)
                        Assert.Equal(decoded.Width * decoded.Height * 3, decoded.Image.Pixels.Length);
                },
                iter: 3000);
    }

    [Fact]
    public void Decode_HugeJpeg_ComesReduced()
    {
        using DecodedPhotograph decoded = Photograph.Decode(Encoded.Jpeg(new Picture(5000, 500), 40));
        Assert.Equal(PhotographError.None, decoded.Error);
        Assert.InRange(decoded.Width, 2000, 4500);
        Assert.Equal(10.0, (double)decoded.Width / decoded.Height, 0.1);
    }

    [Fact]
    public void Dispose_DecodedPhotograph_TakesTheImageAway()
    {
        DecodedPhotograph decoded = Photograph.Decode(Encoded.Png(Picture.Noise(60, 60, 0, seed: 1)));
        decoded.Dispose();
        Assert.Throws<ObjectDisposedException>(() => decoded.Image.Width);
    }

    private static void AssertError(PhotographError expected, byte[] file)
    {
        using DecodedPhotograph decoded = Photograph.Decode(file);
        Assert.Equal(expected, decoded.Error);
        Assert.Throws<InvalidOperationException>(() => decoded.Image.Width);
    }

    /// <summary>What a camera held like that stores: EXIF 2.32, tag 274 says where row 0 and column 0 belong.</summary>
    private static Picture Stored(int orientation)
    {
        bool swapped = orientation >= 5;
        var stored = swapped ? new Picture(Height, Width) : new Picture(Width, Height);
        for (int row = 0; row < stored.Height; row++)
        {
            for (int column = 0; column < stored.Width; column++)
            {
                (int x, int y) = orientation switch
                {
                    1 => (column, row),
                    2 => (Width - 1 - column, row),
                    3 => (Width - 1 - column, Height - 1 - row),
                    4 => (column, Height - 1 - row),
                    5 => (row, column),
                    6 => (Width - 1 - row, column),
                    7 => (Width - 1 - row, Height - 1 - column),
                    _ => (row, Height - 1 - column),
                };
                bool right = x >= Width / 2, low = y >= Height / 2;
                stored[column, row, 2] = (byte)(right == low ? 255 : 0);
                stored[column, row, 1] = (byte)(right ? 255 : 0);
                stored[column, row, 0] = (byte)(low ? 255 : 0);
            }
        }
        return stored;
    }

    private static string Colour(DecodedPhotograph photograph, int x, int y)
    {
        ReadOnlySpan<byte> pixel = photograph.Image.Row(y).Slice(x * 3, 3);
        return (pixel[2] > 128, pixel[1] > 128, pixel[0] > 128) switch
        {
            (true, false, false) => "red",
            (false, true, false) => "green",
            (false, false, true) => "blue",
            (true, true, true) => "white",
            var other => other.ToString(),
        };
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            checksum ^= value;
            for (int bit = 0; bit < 8; bit++)
                checksum = (checksum >> 1) ^ ((checksum & 1) * 0xEDB88320);
        }
        return ~checksum;
    }
}
