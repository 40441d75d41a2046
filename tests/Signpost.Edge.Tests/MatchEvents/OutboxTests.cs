using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Signpost.Edge.MatchEvents;
using Signpost.Edge.Tests.Support;

namespace Signpost.Edge.Tests.MatchEvents;

public sealed class OutboxTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void TryAppend_Reopened_KeepsEpochMessagesAndNumbers()
    {
        Guid epoch;
        using (var outbox = Open())
        {
            epoch = outbox.Epoch;
            Append(outbox, 3);
        }

        using var again = Open();
        Assert.Equal(epoch, again.Epoch);
        Assert.Equal(3ul, again.LastSequence);
        Assert.Equal([1ul, 2ul, 3ul], again.Read(0, 10).Select(message => message.Sequence));
        Append(again, 1);
        Assert.Equal(4ul, again.LastSequence);
    }

    [Fact]
    public void TryAppend_EverythingCommittedAndDeleted_NeverUsesANumberTwice()
    {
        using (var outbox = Open())
        {
            Append(outbox, 2);
            outbox.Raise(outbox.Epoch, 2);
            _time.Advance(TimeSpan.FromHours(25));
            Assert.Equal(2, outbox.DeleteCommitted(TimeSpan.FromHours(24)));
        }

        using var again = Open();
        Append(again, 1);
        Assert.Equal(3ul, Assert.Single(again.Read(0, 10)).Sequence);
    }

    [Fact]
    public void TryAppend_DiskFull_ChangesNothingAndWorksAgainWithRoom()
    {
        var path = _folder.File("outbox.db");
        using var store = OutboxStore.Open(path);
        store.Execute("PRAGMA max_page_count = 12");
        var (sequence, payload) = (1ul, new byte[4000]);
        while (store.TryAppend(sequence, payload)) sequence++;
        Assert.InRange(sequence, 2ul, 12ul);
        Assert.False(store.TryAppend(sequence, payload));
        Assert.Equal(sequence, store.ReadHead().NextSequence);
        Assert.Equal((int)sequence - 1, store.Read(0, 100).Count);
        store.Execute("PRAGMA max_page_count = 1000");
        Assert.True(store.TryAppend(sequence, payload));
        Assert.Equal(sequence + 1, store.ReadHead().NextSequence);
    }

    [Fact]
    public void DeleteCommitted_NotCommittedOrNotLongAgo_Stays()
    {
        using var outbox = Open();
        Append(outbox, 3);
        outbox.Raise(outbox.Epoch, 2);
        Assert.Equal(0, outbox.DeleteCommitted(TimeSpan.FromHours(24)));
        _time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(2, outbox.DeleteCommitted(TimeSpan.FromHours(24)));
        Assert.Equal(3ul, Assert.Single(outbox.Read(0, 10)).Sequence);
    }

    [Fact]
    public void Raise_OldOrForeignWatermark_ChangesNothing()
    {
        using var outbox = Open();
        Append(outbox, 3);
        Assert.Equal(WatermarkOutcome.Raised, outbox.Raise(outbox.Epoch, 2));
        Assert.Equal(WatermarkOutcome.Unchanged, outbox.Raise(outbox.Epoch, 1));
        Assert.Equal(WatermarkOutcome.OtherEpoch, outbox.Raise(Guid.NewGuid(), 3));
        Assert.Equal(2ul, outbox.Watermark);
        Assert.Equal(1ul, outbox.Pending);
    }

    [Fact]
    public void Raise_AheadOfTheOutbox_IsAnOldCopyAndBeginsANewEpoch()
    {
        using var outbox = Open();
        var epoch = outbox.Epoch;
        Append(outbox, 2);
        Assert.Equal(WatermarkOutcome.NewEpoch, outbox.Raise(epoch, 5));
        Assert.NotEqual(epoch, outbox.Epoch);
        Assert.Equal((0ul, 0ul), (outbox.LastSequence, outbox.Watermark));
        Append(outbox, 1);
        Assert.Equal(1ul, outbox.LastSequence);
    }

    [Fact]
    public void Take_LowerThanWhenAsked_IsARestoredDatabaseAndSendsAgain()
    {
        using var outbox = Open();
        Append(outbox, 5);
        outbox.Raise(outbox.Epoch, 5);
        Assert.Equal(WatermarkOutcome.Lowered, outbox.Take(outbox.Epoch, 2, knownWhenAsked: 5));
        Assert.Equal([3ul, 4ul, 5ul], outbox.Read(outbox.Watermark, 10).Select(message => message.Sequence));

        // What is sent again is not deleted for its old commitment.
        _time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(2, outbox.DeleteCommitted(TimeSpan.FromHours(24)));
    }

    [Fact]
    public void Take_LowerOnlyBecauseTheAnswerIsOld_ChangesNothing()
    {
        using var outbox = Open();
        Append(outbox, 5);
        outbox.Raise(outbox.Epoch, 2);
        outbox.Raise(outbox.Epoch, 5);
        Assert.Equal(WatermarkOutcome.Unchanged, outbox.Take(outbox.Epoch, 3, knownWhenAsked: 2));
        Assert.Equal(5ul, outbox.Watermark);
    }

    [Fact]
    public void Take_ControlPlaneKnowsNothingOfThisEpoch_SendsEverythingAgain()
    {
        using var outbox = Open();
        Append(outbox, 2);
        outbox.Raise(outbox.Epoch, 2);
        Assert.Equal(WatermarkOutcome.Lowered, outbox.Take(Guid.Empty, 0, knownWhenAsked: 2));
        Assert.Equal(2ul, outbox.Pending);
    }

    [Fact]
    public void Outbox_AnyCallsAndReopenings_LoseNothingThatIsNotCommitted() =>
        Gen.OneOf(
                Gen.Const((Act: 0, Value: 0ul)), Gen.ULong[0, 12].Select(v => (1, v)), Gen.ULong[0, 12].Select(v => (2, v)), Gen.Const((3, 0ul)), Gen.Const((4, 0ul)))
            .Array[1, 25].Sample(
                steps =>
                {
                    using var folder = new TestFolder();
                    var outbox = Outbox.Open(folder.File("o.db"), _time);
                    try
                    {
                        var (epoch, watermark, last) = (outbox.Epoch, 0ul, 0ul);
                        foreach (var (act, value) in steps)
                        {
                            switch (act)
                            {
                                case 0: Append(outbox, 1); last++; break;
                                case 1 when value <= last: outbox.Raise(epoch, value); watermark = Math.Max(watermark, value); break;
                                case 2 when value <= last && value <= watermark: outbox.Take(epoch, value, watermark); watermark = value; break;
                                case 3: outbox.DeleteCommitted(TimeSpan.FromHours(24)); break;
                                case 4: outbox.Dispose(); outbox = Outbox.Open(folder.File("o.db"), _time); break;
                            }

                            Assert.Equal((watermark, last), (outbox.Watermark, outbox.LastSequence));
                            var expected = Enumerable.Range((int)watermark + 1, (int)(last - watermark)).Select(n => (ulong)n);
                            Assert.Equal(expected, outbox.Read(watermark, 100).Select(message => message.Sequence));
                        }
                    }
                    finally
                    {
                        outbox.Dispose();
                    }
                },
                iter: 20);

    [Fact]
    public void Open_NotADatabase_SaysSo()
    {
        File.WriteAllBytes(_folder.File("outbox.db"), new byte[5000]);
        File.AppendAllText(_folder.File("outbox.db"), "x");
        var failure = Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(Open);
        Assert.Contains(failure.SqliteErrorCode, (int[])[11, 26]);
    }

    public void Dispose() => _folder.Dispose();

    private static void Append(Outbox outbox, int messages)
    {
        for (var i = 0; i < messages; i++) Assert.Equal(AppendOutcome.Stored, outbox.TryAppend(position => [(byte)position.Sequence]));
    }

    private Outbox Open() => Outbox.Open(_folder.File("outbox.db"), _time);
}
