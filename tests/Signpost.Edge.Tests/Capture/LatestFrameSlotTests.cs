using Microsoft.Extensions.Time.Testing;
using Signpost.Edge.Capture;
using Signpost.Hardware;

namespace Signpost.Edge.Tests.Capture;

public sealed class LatestFrameSlotTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Slot_ReaderStalledForASecond_GetsTheNewestAndTheRestAreCounted()
    {
        var clock = new FakeTimeProvider();
        using var slot = new LatestFrameSlot();
        var sequence = 0L;
        await using var source = clock.CreateTimer(_ => Publish(slot, sequence++), null, TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(80));

        clock.Advance(TimeSpan.FromMilliseconds(80));
        var frame = new Frame();
        Assert.True((await slot.TakeAsync(frame, default)).IsFrame);
        Assert.Equal(0, frame.Sequence);

        clock.Advance(TimeSpan.FromSeconds(1)); // the reader is busy: 12 pictures come
        Assert.True((await slot.TakeAsync(frame, default)).IsFrame);

        Assert.Equal(12, frame.Sequence);
        Assert.Equal(11, slot.Dropped);
        var next = slot.TakeAsync(frame, default);
        Assert.False(next.IsCompleted); // nothing was queued behind the newest
        clock.Advance(TimeSpan.FromMilliseconds(80));
        Assert.True((await next.AsTask().WaitAsync(Limit)).IsFrame);
        Assert.Equal(13, frame.Sequence);
    }

    [Fact]
    public async Task Slot_CompletedWithAPictureLeft_GivesThePictureThenTheEnd()
    {
        using var slot = new LatestFrameSlot();
        Publish(slot, 7);
        slot.Complete(CameraRead.EndOfSource);
        var frame = new Frame();

        Assert.True((await slot.TakeAsync(frame, default)).IsFrame);
        Assert.Equal(CameraReadKind.EndOfSource, (await slot.TakeAsync(frame, default)).Kind);
        Assert.Equal(CameraReadKind.EndOfSource, (await slot.TakeAsync(frame, default)).Kind);
    }

    [Fact]
    public async Task Slot_ReadCancelledWhileWaiting_ThrowsAndStaysUsable()
    {
        using var slot = new LatestFrameSlot();
        using var cancel = new CancellationTokenSource();
        var frame = new Frame();
        var read = slot.TakeAsync(frame, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Limit));

        var again = slot.TakeAsync(frame, default).AsTask();
        Publish(slot, 1);

        Assert.True((await again.WaitAsync(Limit)).IsFrame);
    }

    [Fact]
    public async Task Slot_ManyPicturesBetweenTwoThreads_NeverGoBackAndNoneIsTorn()
    {
        const int pictures = 20_000;
        using var slot = new LatestFrameSlot();
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < pictures; i++)
            {
                Publish(slot, i);
            }

            slot.Complete(CameraRead.EndOfSource);
        });
        var frame = new Frame();
        long last = -1, taken = 0;
        while ((await slot.TakeAsync(frame, default).AsTask().WaitAsync(Limit)).IsFrame)
        {
            Assert.True(frame.Sequence > last);
            Assert.False(frame.Span.ContainsAnyExcept((byte)frame.Sequence));
            last = frame.Sequence;
            taken++;
        }

        await writer;
        Assert.Equal(pictures - 1, last);
        Assert.Equal(pictures, taken + slot.Dropped);
    }

    [Fact]
    public void Slot_PicturesHandedOnAndTaken_AllocateNothing()
    {
        using var slot = new LatestFrameSlot();
        var frame = new Frame();
        for (var i = 0; i < 100; i++) Turn(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 200; i++) Turn(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn(long sequence)
        {
            Publish(slot, sequence);
            var read = slot.TakeAsync(frame, default);
            if (!read.IsCompletedSuccessfully || !read.GetAwaiter().GetResult().IsFrame) Assert.Fail("a picture was there and was not given");
        }
    }

    [Fact]
    public async Task Slot_Disposed_HoldsNoPixelAnyMore()
    {
        var slot = new LatestFrameSlot();
        Publish(slot, 9);
        Publish(slot, 9);
        var writing = slot.Writing;
        Assert.True(writing.Span.ContainsAnyExcept((byte)0));

        slot.Dispose();

        Assert.False(writing.Pixels.AsSpan().ContainsAnyExcept((byte)0));
        slot.Complete(CameraRead.EndOfSource);
        Assert.False((await slot.TakeAsync(new Frame(), default)).IsFrame);
    }

    private static void Publish(LatestFrameSlot slot, long sequence)
    {
        slot.Writing.EnsureSize(8, 4);
        slot.Writing.Span.Fill((byte)sequence);
        slot.Writing.Sequence = sequence;
        slot.Publish();
    }
}
