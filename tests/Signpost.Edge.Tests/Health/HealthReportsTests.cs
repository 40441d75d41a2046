using CsCheck;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Signpost.Contracts.V1;
using Signpost.Edge.Health;

namespace Signpost.Edge.Tests.Health;

public sealed class HealthReportsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly Gen<ScoreCounts?> GenScores = Gen.OneOf(
        Gen.Const((ScoreCounts?)null),
        from counts in Gen.UInt.Array[ScoreRule.Bins]
        from entries in Gen.Int[20, 100_000]
        from id in Gen.Byte.Array[16]
        select (ScoreCounts?)new ScoreCounts(new Guid(id), Now, Now.AddHours(2), entries, counts));

    [Fact]
    public void Compose_AnyFigures_HasOneSize()
    {
        var size = HealthReports.Compose(new HealthFigures { Timings = new StageTimings() }, 0, Now, Nonce).CalculateSize();
        (from counts in Gen.Long[0, long.MaxValue].Array[8]
         from reasons in Gen.UInt
         from state in Gen.Int[0, 5]
         from refusal in Gen.Int[0, 23]
         from ended in Gen.Bool
         from rate in Gen.Double
         from duration in Gen.Int[0, int.MaxValue]
         from milliseconds in Gen.Int
         from scores in GenScores
         from nonce in Gen.Byte.Array[16]
         select (counts, reasons, state, refusal, ended, rate, duration, milliseconds, scores, nonce)).Sample(random =>
        {
            var timings = new StageTimings();
            timings.Detect.Record(TimeSpan.FromMicroseconds(random.duration));
            var report = HealthReports.Compose(
                new HealthFigures
                {
                    Frames = random.counts[0],
                    Dropped = random.counts[1],
                    Faces = random.counts[2],
                    Visits = random.counts[3],
                    Searches = random.counts[4],
                    Events = random.counts[5],
                    Queued = (ulong)random.counts[6],
                    DesiredVersion = (ulong)random.counts[7],
                    Memory = new MemoryFigures(random.counts[0], random.counts[1]),
                    Reasons = random.reasons,
                    State = (UnitState)random.state,
                    Refusal = (RefusalReason)random.refusal,
                    SourceEnded = random.ended,
                    Scores = random.scores,
                    Timings = timings,
                },
                random.rate,
                Now + TimeSpan.FromMilliseconds(random.milliseconds),
                random.nonce);
            Assert.Equal(size, report.CalculateSize());
        });
    }

    [Fact]
    public void HealthReport_EveryField_IsFixedWidthAndSet()
    {
        var report = HealthReports.Compose(new HealthFigures { Timings = new StageTimings() }, 0, Now, Nonce);
        AllFixedAndSet(report);
        AllFixedAndSet(report.Scores);

        static void AllFixedAndSet(IMessage message)
        {
            foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
            {
                if (field.FieldType == FieldType.Message) Assert.Equal(ScoreHistogram.Descriptor, field.MessageType);
                else Assert.Contains(field.FieldType, (FieldType[])[FieldType.Fixed32, FieldType.Fixed64]);
                Assert.True(field.Accessor.HasValue(message), $"{field.Name} is not set");
            }
        }
    }

    [Fact]
    public void HealthReport_WhatItTells_IsAClosedListWithoutWhatWasDecidedOfVisits()
    {
        // Whatever is added to a report that leaves every few seconds must not tell who passed, least of all before a short list.
        string[] told =
        [
            "frames", "dropped_frames", "faces", "tracks", "match_events", "state", "reasons", "frames_per_second_milli", "queued_messages", "memory_bytes",
            "peak_memory_bytes", "decode_p50_us", "decode_p95_us", "detect_p50_us", "detect_p95_us", "track_p50_us", "track_p95_us", "embed_p50_us", "embed_p95_us",
            "search_p50_us", "search_p95_us", "unit_time_ms", "desired_version", "refusal", "source_ended", "searches", "scores", "time_nonce_high", "time_nonce_low",
        ];
        Assert.Equal(told, HealthReport.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name));
    }

    [Fact]
    public void Compose_Histogram_TellsOrderTimesAndEveryBin()
    {
        var order = Guid.CreateVersion7(Now);
        var counts = new ScoreCounts(order, Now, Now.AddHours(1), 40, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        var scores = HealthReports.Compose(new HealthFigures { Timings = new StageTimings(), Scores = counts }, 0, Now, Nonce).Scores;
        Assert.Equal(order, new Guid([.. Bytes(scores.OrderIdHigh), .. Bytes(scores.OrderIdLow)], bigEndian: true));
        Assert.Equal((40u, 3_600_000UL), (scores.Entries, scores.ToMs - scores.FromMs));
        Assert.Equal(
            [1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u],
            [scores.BelowZero, scores.From00, scores.From01, scores.From02, scores.From03, scores.From04, scores.From05, scores.From06, scores.From07,
                scores.From08, scores.From09]);

        static byte[] Bytes(ulong value) => [.. BitConverter.GetBytes(value).Reverse()];
    }

    [Fact]
    public void Parse_KernelStatus_GivesResidentAndPeakInBytes() =>
        Assert.Equal(new MemoryFigures(5120 * 1024, 6144 * 1024),
            MemoryFigures.Parse("Name:\tunit\nVmHWM:\t    6144 kB\nVmRSS:\t    5120 kB\nThreads:\t9\n"u8));

    [Fact]
    public void Read_ThisProcess_HasAPeakNotBelowThePresent()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's status file is Linux's.");
        var memory = MemoryFigures.Read();
        Assert.InRange(memory.Resident, 1, memory.Peak);
    }
}
