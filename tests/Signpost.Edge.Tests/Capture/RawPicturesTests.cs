using Signpost.Edge.Capture;
using Signpost.Hardware;

namespace Signpost.Edge.Tests.Capture;

public sealed class RawPicturesTests
{
    private static readonly PictureFormat Format = new(66, 35, 15, YuvColours.Bt601);

    [Fact]
    public void Read_PipeInPieces_GivesWholePicturesThenTheEnd()
    {
        using var pipe = new MemoryStream(Pictures(3));
        using var pieces = new Pieces(pipe, 1000);
        using var pictures = new RawPictures(pieces, Format);
        var frame = new Frame();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(pictures.Read(frame));
            Assert.Equal((66, 35), (frame.Width, frame.Height));
            Assert.Equal(i * 10 * 255 / 219, frame.Pixels[0], 1.5);
        }

        Assert.False(pictures.Read(frame));
    }

    [Fact]
    public void Read_PipeThatEndsWithinAPicture_GivesNone()
    {
        using var pipe = new MemoryStream(Pictures(1)[..^1]);
        using var pictures = new RawPictures(pipe, Format);
        Assert.False(pictures.Read(new Frame()));
    }

    [Fact]
    public void Read_ManyPictures_AllocatesNothing()
    {
        using var pipe = new MemoryStream(Pictures(20));
        using var pictures = new RawPictures(pipe, Format);
        using var slot = new LatestFrameSlot();
        for (var i = 0; i < 5; i++) Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) Turn();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn()
        {
            if (!pictures.Read(slot.Writing)) Assert.Fail("the pictures are over");
            slot.Publish();
        }
    }

    // Grey pictures, each brighter than the last.
    private static byte[] Pictures(int count)
    {
        var length = YuvPicture.BytesOf(Format.Width, Format.Height);
        var bytes = new byte[length * count];
        for (var i = 0; i < count; i++)
        {
            bytes.AsSpan(i * length, length).Fill(128);
            bytes.AsSpan(i * length, Format.Width * Format.Height).Fill((byte)(16 + (i * 10)));
        }

        return bytes;
    }

    private sealed class Pieces(Stream inner, int most) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer) => inner.Read(buffer.Length > most ? buffer[..most] : buffer);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
