using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Signpost.Promises.Tests.Stage;
using Signpost.Promises.Tests.Wire;

namespace Signpost.Promises.Tests;

/// <summary>
/// The first promise, from the outside: unit and control plane as processes in a network namespace of their own, every packet of it listened to. What is compared are
/// the TLS records by connection and direction, after the first reports.
/// </summary>
public sealed class OnlyMatchEventsLeaveTests
{
    private static readonly TimeSpan ShortInterval = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan LongInterval = TimeSpan.FromSeconds(1.5);
    private static readonly IPEndPoint Elsewhere = new(IPAddress.Parse("198.51.100.7"), 53);

    [Fact]
    public Task Wire_ElevenSecondsOfPassersBy_LookLikeAnEmptyStreet() => Isolated.RunAsync(
        TimeSpan.FromMinutes(3), () => CompareAsync(ShortInterval * 16, ShortInterval, visits: 8));

    [Fact, Trait("Suite", "promises")]
    public Task Wire_FiveHundredPassersByInTenMinutes_LookLikeAnEmptyStreet() => Isolated.RunAsync(
        TimeSpan.FromMinutes(30), () => CompareAsync(TimeSpan.FromMinutes(10), LongInterval, visits: 500));

    private static async Task<string> CompareAsync(TimeSpan length, TimeSpan interval, int visits)
    {
        await using var theatre = new Theatre();
        await theatre.StartControlPlaneAsync();
        var report = new StringBuilder();

        var empty = await WatchAsync(theatre, Pictures.Empty, length, interval, report);
        Assert.Equal((0, 0), (empty.Faces, empty.Visits));
        var street = await WatchAsync(theatre, Pictures.Strangers, length, interval, report);
        Assert.InRange(street.Visits, visits, int.MaxValue);
        Assert.Equal(0, street.Matches);
        foreach (var seen in new[] { empty, street })
        {
            Assert.Empty(seen.Strangers);
            Assert.All(seen.Minutes.Append(seen.Whole), profile => Assert.Empty(WireComparison.Faults(profile, interval)));
        }

        Assert.Empty(WireComparison.Differences(empty.Whole, street.Whole));
        Assert.All(empty.Minutes.Zip(street.Minutes), minute => Assert.Empty(WireComparison.Differences(minute.First, minute.Second)));

        await ProveThatItCanFailAsync(theatre, empty.Whole, interval, report);
        return report.ToString();
    }

    /// <summary>The same eyes see a report that is one byte longer, a match, and a packet to anybody else.</summary>
    private static async Task ProveThatItCanFailAsync(Theatre theatre, WireProfile quiet, TimeSpan interval, StringBuilder report)
    {
        var units = quiet.Services["units"];
        var length = units.Up.MaxBy(record => record.Value).Key;
        var longer = new Dictionary<int, int>(units.Up) { [length] = units.Up[length] - 1, [length + 1] = 1 };
        var altered = quiet with { Services = new Dictionary<string, ServiceProfile>(quiet.Services) { ["units"] = units with { Up = longer } } };
        Assert.Equal([$"units: 0 and 1 records of {length + 1} bytes"], WireComparison.Differences(quiet, altered));

        var match = await WatchAsync(theatre, Pictures.Volunteer, Pictures.OneVisit, interval, report, also: () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.SendTo([1], Elsewhere);
        });
        Assert.NotEqual(0, match.Matches);
        Assert.Contains(WireComparison.Differences(quiet, match.Whole), difference => difference.StartsWith("broker: 0 and ", StringComparison.Ordinal));
        Assert.Contains(WireComparison.Faults(match.Whole, interval), fault => fault.StartsWith("broker: ", StringComparison.Ordinal));
        Assert.Equal([$"udp {Elsewhere}"], match.Strangers);
    }

    private static async Task<Seen> WatchAsync(Theatre theatre, Action<string, int> scene, TimeSpan length, TimeSpan interval, StringBuilder report, Action? also = null)
    {
        // The camera opens when the unit recognises; what goes by before and after the stretch that is looked at takes less than this.
        scene(theatre.Scene, (int)length.TotalSeconds + 30);
        var conversations = new Conversations(theatre.Services, new HashSet<int> { theatre.Ports.Console });
        using var tap = new PacketTap(conversations);
        await theatre.StartUnitAsync(interval);
        await theatre.AuthoriseAsync();
        await theatre.HealthAsync(health => health.State == "recognising", "a unit that recognises");
        also?.Invoke();

        // The first report of a connection tells the other side its headers, every later one refers to them (RFC 7541, 2.3.2).
        await Waiting.WatchAsync(interval * 2);
        var from = tap.Now;
        await Waiting.WatchAsync(length);
        var health = await theatre.HealthAsync(_ => true, "another report");
        var seen = tap.Read();
        await theatre.StopUnitAsync();

        var minutes = Enumerable.Range(0, (int)length.TotalMinutes).Select(minute => WireProfile.Of(seen, from + TimeSpan.FromMinutes(minute), from + TimeSpan.FromMinutes(minute + 1)));
        var result = new Seen(WireProfile.Of(seen, from, from + length), [.. minutes], conversations.Strangers, (int)health.Faces, (int)health.Tracks, (int)health.MatchEvents);
        report.AppendLine(CultureInfo.InvariantCulture, $"{scene.Method.Name}: {health.Frames} frames, {health.DroppedFrames} dropped, {result.Faces} faces, {result.Visits} visits, {result.Matches} match events; {result.Whole}");
        return result;
    }

    private sealed record Seen(WireProfile Whole, IReadOnlyList<WireProfile> Minutes, IReadOnlyCollection<string> Strangers, int Faces, int Visits, int Matches);
}
