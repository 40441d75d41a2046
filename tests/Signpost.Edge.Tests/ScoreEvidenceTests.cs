using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Signpost.Edge.Tests;

public sealed class ScoreEvidenceTests
{
    private static readonly Guid Order = new("019c2f00-0000-7000-8000-000000000001");
    private static readonly Guid Bundle = new("019c2f00-0000-7000-8000-000000000002");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void MayTell_AnyState_NeedsTheHourAndTheVisitsAndTheLongList() =>
        (from minutes in Gen.Double[0, 200]
         from visits in Gen.Long[0, 300]
         from entries in Gen.Int[0, 60]
         select (minutes, visits, entries)).Sample(x => Assert.Equal(
            x.minutes >= 60 && x.visits >= 100 && x.entries >= 20, ScoreRule.MayTell(TimeSpan.FromMinutes(x.minutes), x.visits, x.entries)));

    [Fact]
    public void Bin_AnyScore_IsItsTenth() =>
        Gen.Float[-1, 1].Sample(score =>
        {
            var bin = ScoreRule.Bin(score);
            Assert.InRange(bin, 0, ScoreRule.Bins - 1);
            if (bin == 0) Assert.True(score < 0);
            else Assert.True(score >= (bin - 1) / 10f - 1e-6f && (score < bin / 10f || bin == ScoreRule.Bins - 1));
        });

    [Theory]
    [InlineData(float.NaN, -1)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(-0.01f, 0)]
    [InlineData(0f, 1)]
    [InlineData(0.45f, 5)]
    [InlineData(1f, 10)]
    [InlineData(1.005f, 10)]
    public void Bin_Edges_FallWhereTheyShould(float score, int bin) => Assert.Equal(bin, ScoreRule.Bin(score));

    [Fact]
    public void Peek_HourBeforeTheVisits_WaitsForTheVisits()
    {
        var evidence = Begun(20);
        _time.Advance(TimeSpan.FromHours(3));
        Add(evidence, 99);
        Assert.Null(evidence.Peek());
        Add(evidence, 1);
        Assert.Equal(100, evidence.Peek()!.Counts.Sum(count => count));
    }

    [Fact]
    public void Peek_VisitsBeforeTheHour_WaitsForTheHour()
    {
        var evidence = Begun(20);
        Add(evidence, 500);
        _time.Advance(TimeSpan.FromMinutes(59.9));
        Assert.Null(evidence.Peek());
        _time.Advance(TimeSpan.FromMinutes(0.1));
        var counts = evidence.Peek()!;
        Assert.Equal((Order, 20, 500L), (counts.OrderId, counts.Entries, counts.Counts.Sum(count => count)));
        Assert.Equal(TimeSpan.FromHours(1), counts.To - counts.From);
    }

    [Fact]
    public void Peek_ShortList_IsNeverTold()
    {
        var evidence = Begun(19);
        Add(evidence, 1000);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Null(evidence.Peek());
    }

    [Fact]
    public void Peek_UntilTold_IsTheSameAndThenBeginsAgain()
    {
        var evidence = Begun(50);
        Add(evidence, 100);
        _time.Advance(TimeSpan.FromHours(1));
        var first = evidence.Peek();
        Add(evidence, 120);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Same(first, evidence.Peek());
        evidence.Told(first!);
        var second = evidence.Peek()!;
        Assert.Equal(120, second.Counts.Sum(count => count));
        Assert.Equal(first!.To, second.From);
        evidence.Told(first);
        Assert.Same(second, evidence.Peek());
        evidence.Told(second);
        Assert.Null(evidence.Peek());
    }

    [Fact]
    public void Begin_SameListAgain_GoesOnAndAnotherBeginsAgain()
    {
        var evidence = Begun(50);
        Add(evidence, 100);
        evidence.Begin(Order, Bundle, 50);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(evidence.Peek());
        Add(evidence, 100);
        evidence.Begin(Order, Guid.NewGuid(), 50);
        evidence.Told(evidence.Peek()!);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(evidence.Peek());
    }

    [Fact]
    public void Add_ManyVisits_AllocatesNothing()
    {
        var evidence = Begun(50);
        Add(evidence, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Add(evidence, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private ScoreEvidence Begun(int entries)
    {
        var evidence = new ScoreEvidence(_time);
        evidence.Begin(Order, Bundle, entries);
        return evidence;
    }

    private static void Add(ScoreEvidence evidence, int visits)
    {
        for (var i = 0; i < visits; i++) evidence.Add(i % 10 / 10f);
    }
}
