using Signpost.Edge.Vision;

namespace Signpost.Edge.Tests.Vision;

public sealed class FrameRelayTests
{
    [Fact]
    public void Publish_ReaderIsLate_HandsOutTheNewestAndDropsTheRest()
    {
        using var relay = new FrameRelay();
        var dropped = 0;
        for (var i = 0; i < 4; i++)
        {
            relay.Filling.Sequence = i;
            if (relay.Publish()) dropped++;
        }

        Assert.Equal(3, relay.Take()!.Sequence);
        Assert.Equal(3, dropped);
        relay.Complete();
        Assert.Null(relay.Take());
    }

    [Fact]
    public void Complete_FrameWaiting_IsHandedOutFirst()
    {
        using var relay = new FrameRelay();
        relay.Filling.Sequence = 7;
        relay.Publish();
        relay.Complete();
        Assert.Equal(7, relay.Take()!.Sequence);
        Assert.Null(relay.Take());
    }

    [Fact]
    public async Task Take_WriterAndReaderAtOnce_NeverShareAFrameAndNeverGoBack()
    {
        using var relay = new FrameRelay();
        var reader = Task.Run(() =>
        {
            var last = -1L;
            while (relay.Take() is { } frame)
            {
                var (sequence, pixel) = (frame.Sequence, frame.Pixels[0]);
                Thread.SpinWait(50);
                Assert.True(sequence > last);
                Assert.Equal((byte)sequence, pixel);
                Assert.Equal(sequence, frame.Sequence);
                Assert.Equal(pixel, frame.Pixels[0]);
                last = sequence;
            }

            return last;
        });
        for (var i = 0; i < 100_000; i++)
        {
            relay.Filling.EnsureSize(4, 4);
            relay.Filling.Pixels[0] = (byte)i;
            relay.Filling.Sequence = i;
            relay.Publish();
        }

        relay.Complete();
        Assert.Equal(99_999, await reader.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Reset_AfterPictures_LeavesNothingOfThem()
    {
        using var relay = new FrameRelay();
        for (var i = 0; i < 3; i++)
        {
            relay.Filling.EnsureSize(8, 8);
            relay.Filling.Span.Fill(200);
            relay.Publish();
            relay.Take();
        }

        Assert.False(relay.IsBlank);
        relay.Complete();
        relay.Reset();
        Assert.True(relay.IsBlank);
        relay.Filling.Sequence = 1;
        relay.Publish();
        Assert.Equal(1, relay.Take()!.Sequence);
    }
}
