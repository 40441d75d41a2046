using Signpost.Promises.Tests.Stage;
using Signpost.Promises.Tests.Wire;

namespace Signpost.Promises.Tests;

public sealed class OnlyMatchEventsLeaveTests
{
    [Fact]
    public Task Wire_StreetOfPassersBy_LooksLikeAnEmptyOne() => Isolated.RunAsync(TimeSpan.FromMinutes(5), () => CompareAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), 15));

    private static async Task<string> CompareAsync(TimeSpan length, TimeSpan health, int visits)
    {
        await using var theatre = new Theatre();
        var report = new System.Text.StringBuilder();
        var seconds = (int)length.TotalSeconds + 30;
        await theatre.StartControlPlaneAsync();
        foreach (var (name, draw) in new (string, Action<string, int>)[] { ("empty", Pictures.Empty), ("strangers", Pictures.Strangers), ("volunteer", Pictures.Volunteer) })
        {
            draw(theatre.Scene, seconds);
            var conversations = new Conversations(theatre.Services, new HashSet<int> { theatre.Ports.Console });
            using var tap = new PacketTap(conversations);
            await theatre.StartUnitAsync(health);
            await theatre.AuthoriseAsync();
            await theatre.HealthAsync(h => h.State == "recognising", "recognising");
            var from = tap.Now + health * 2;
            await Waiting.WatchAsync(health * 2 + length);
            var at = await theatre.HealthAsync();
            var seen = tap.Read();
            report.AppendLine($"{name}: {at} {WireProfile.Of(seen, from, from + length)} strangers {string.Join(' ', conversations.Strangers)}");
            await theatre.StopUnitAsync();
        }
        return report.ToString();
    }
}
