using System.Buffers.Binary;
using Signpost.Contracts.V1;

namespace Signpost.ControlPlane.Units;

/// <summary>How the best scores of a unit's visits were spread over some time, under one order. Identity: (unit, from).</summary>
internal sealed class ScoreReport
{
    public required string UnitId { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required Guid DeploymentId { get; init; }

    /// <summary>Length of the watchlist.</summary>
    public required int Entries { get; init; }

    /// <summary>Eleven counts of visits, 4 bytes each, big-endian: below 0, then in steps of 0.1 up to 1.</summary>
    public required byte[] Counts { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A histogram as a health report tells it, checked.</summary>
internal sealed record ScoreReading(Guid DeploymentId, DateTimeOffset From, DateTimeOffset To, int Entries, uint[] Counts)
{
    /// <summary>Visits that a histogram holds at least, and entries that its list has at least: a unit that tells of fewer tells of people.</summary>
    public const int LeastVisits = 100, LeastEntries = 20;

    private const int Bins = 11;
    private const ulong LastMillisecond = 253_402_300_799_999;

    /// <summary>Reads one: null when there is none to tell, or when <paramref name="why"/> says that it is not to be kept.</summary>
    public static ScoreReading? Of(ScoreHistogram? told, out string? why)
    {
        why = null;
        if (told is null || told.FromMs == 0) return null;
        uint[] counts =
        [
            told.BelowZero, told.From00, told.From01, told.From02, told.From03, told.From04, told.From05, told.From06, told.From07, told.From08, told.From09,
        ];
        why = told.ToMs <= told.FromMs || told.ToMs > LastMillisecond ? "its end is not after its beginning"
            : told.Entries is < LeastEntries or > int.MaxValue ? $"a list of {told.Entries} entries; at least {LeastEntries} are needed"
            : counts.Sum(count => count) < LeastVisits ? $"{counts.Sum(count => count)} visits; at least {LeastVisits} are needed"
            : null;
        if (why is not null) return null;
        Span<byte> order = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(order, told.OrderIdHigh);
        BinaryPrimitives.WriteUInt64BigEndian(order[8..], told.OrderIdLow);
        return new ScoreReading(new Guid(order, bigEndian: true), Time(told.FromMs), Time(told.ToMs), (int)told.Entries, counts);
    }

    public static byte[] Pack(uint[] counts)
    {
        var bytes = new byte[Bins * sizeof(uint)];
        for (var bin = 0; bin < Bins; bin++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bin * sizeof(uint)), counts[bin]);
        return bytes;
    }

    public static uint[] Unpack(byte[] bytes)
    {
        var counts = new uint[Bins];
        for (var bin = 0; bin < Bins; bin++) counts[bin] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(bin * sizeof(uint)));
        return counts;
    }

    private static DateTimeOffset Time(ulong milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
}
