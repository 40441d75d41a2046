using CsCheck;
using Google.Protobuf.Reflection;
using Signpost.Contracts.V1;
using Signpost.Edge.Health;

namespace Signpost.Edge.Tests.Health;

public sealed class HealthReportsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Compose_AnyFigures_HasOneSize()
    {
        var size = HealthReports.Compose(new HealthFigures { Timings = new StageTimings() }, 0, Now).CalculateSize();
        (from counts in Gen.Long[0, long.MaxValue].Array[8]
         from reasons in Gen.UInt
         from state in Gen.Int[0, 5]
         from refusal in Gen.Int[0, 23]
         from ended in Gen.Bool
         from rate in Gen.Double
         from duration in Gen.Int[0, int.MaxValue]
         from milliseconds in Gen.Int
         select (counts, reasons, state, refusal, ended, rate, duration, milliseconds)).Sample(random =>
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
                    Timings = timings,
                },
                random.rate,
                Now + TimeSpan.FromMilliseconds(random.milliseconds));
            Assert.Equal(size, report.CalculateSize());
        });
    }

    [Fact]
    public void HealthReport_EveryField_IsFixedWidthAndSet()
    {
        var report = HealthReports.Compose(new HealthFigures { Timings = new StageTimings() }, 0, Now);
        foreach (var field in HealthReport.Descriptor.Fields.InDeclarationOrder())
        {
            Assert.Contains(field.FieldType, (FieldType[])[FieldType.Fixed32, FieldType.Fixed64]);
            Assert.True(field.Accessor.HasValue(report), $"{field.Name} is not set");
        }
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
