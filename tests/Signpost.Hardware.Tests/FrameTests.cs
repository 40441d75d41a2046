namespace Signpost.Hardware.Tests;

public sealed class FrameTests
{
    [Fact]
    public void EnsureSize_SmallerPicture_KeepsTheBuffer()
    {
        var frame = new Frame();
        frame.EnsureSize(640, 480);
        var pixels = frame.Pixels;
        frame.EnsureSize(320, 240);

        Assert.Same(pixels, frame.Pixels);
        Assert.Equal((320 * 3, 320 * 240 * 3, 320 * 240 * 3), (frame.Stride, frame.Length, frame.Span.Length));
    }

    [Fact]
    public void EnsureSize_LargerPicture_LeavesNothingInTheOldBuffer()
    {
        var frame = new Frame();
        frame.EnsureSize(10, 10);
        var old = frame.Pixels;
        frame.Span.Fill(7);
        frame.EnsureSize(20, 20);

        Assert.False(old.AsSpan().ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, -1)]
    [InlineData(Frame.MaxSide + 1, 1)]
    public void EnsureSize_ImpossibleSize_Throws(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Frame().EnsureSize(width, height));

    [Fact]
    public void Clear_SpareRoomToo_IsZero()
    {
        var frame = new Frame();
        frame.EnsureSize(20, 20);
        frame.Span.Fill(7);
        frame.EnsureSize(10, 10);
        frame.Clear();

        Assert.False(frame.Pixels.AsSpan().ContainsAnyExcept((byte)0));
        Assert.Equal(10, frame.Width);
    }

    [Fact]
    public void Exchange_TwoFrames_SwapsEverything()
    {
        var first = new Frame { Sequence = 1, CapturedAt = DateTimeOffset.UnixEpoch, DecodeTime = TimeSpan.FromSeconds(1) };
        var second = new Frame { Sequence = 2 };
        first.EnsureSize(4, 3);
        var pixels = first.Pixels;
        first.Exchange(second);

        Assert.Same(pixels, second.Pixels);
        Assert.Equal((4, 3, 1L), (second.Width, second.Height, second.Sequence));
        Assert.Equal((DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1)), (second.CapturedAt, second.DecodeTime));
        Assert.Equal((0, 0, 2L), (first.Width, first.Height, first.Sequence));
    }

    [Fact]
    public void Read_Default_IsAFrameWithoutReason()
    {
        Assert.Equal((CameraReadKind.Frame, string.Empty), (default(CameraRead).Kind, default(CameraRead).Reason));
        Assert.Equal("gone", CameraRead.Lost("gone").Reason);
    }
}
