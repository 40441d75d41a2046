using System.Text.Json;
using Signpost.Cli.Ceremony;
using Signpost.Trust;

namespace Signpost.Cli.Tests.Ceremony;

/// <summary>Explains the orders of the vectors.</summary>
public sealed class OrderExplanationTests
{
    [Fact]
    public void Content_CompleteOrder_SaysWhatItAllowsInPlainWords()
    {
        var (order, roster, _) = Vector("accepted");
        var reading = OrderReading.Read(order).Value;
        var text = string.Join('\n', [.. OrderExplanation.Content(reading.Content, 3), .. OrderExplanation.Signers(reading, roster)]);
        foreach (var expected in new[]
        {
            "Locate a wanted person", "Market Square", "9 hours", "Wanted on warrant", "3 entries", "0.45 or more", "At 15,000 passers-by", "CON/2026/0001", "v4l2:SN-0001",
            "sign-1", "Signed by officer-a (author) with a key file",
        })
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_UnitThatIsWrongInSeveralWays_NamesEveryReason()
    {
        var (order, roster, now) = Vector("accepted");
        var unit = new UnitStanding("unit-9", new byte[32], new Corner(0, 0), ["v4l2:SN-0009"]);
        Assert.Equal(
            ["WrongUnit", "WrongPack", "WrongCamera", "OutsidePlace"],
            OrderVerifier.Explain(order, roster, now, unit).Select(refusal => refusal.Reason.ToString()));
        Assert.Contains("would refuse it:", string.Join('\n', OrderExplanation.Refusals(OrderVerifier.Explain(order, roster, now, unit), "Unit unit-9")), StringComparison.Ordinal);
        Assert.Empty(OrderVerifier.Explain(order, roster, now));
    }

    [Fact]
    public void Content_IncompleteOrder_NamesEveryGap()
    {
        var (order, roster, now) = Vector("incomplete-no-purpose");
        Assert.Contains("purpose is not on the closed list", string.Join('\n', OrderExplanation.Content(OrderReading.Read(order).Value.Content, null)), StringComparison.Ordinal);
        Assert.Equal("Incomplete", Assert.Single(OrderVerifier.Explain(order, roster, now)).Reason.ToString());
    }

    [Fact]
    public void Explain_EveryVector_BeginsWithTheReasonThatTheFileNames()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json"))
        {
            using var vector = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = vector.RootElement;
            var now = root.GetProperty("now").GetDateTimeOffset();
            if (!RosterVerifier.Verify(root.GetProperty("roster").GetBytesFromBase64(), root.GetProperty("rootPublicKey").GetBytesFromBase64(), now, 0).TryGet(out var roster, out _)) continue;
            var unit = new UnitStanding(
                root.GetProperty("unitId").GetString()!, root.GetProperty("packDigest").GetBytesFromBase64(),
                root.TryGetProperty("position", out var at) ? new Corner(at[0].GetDouble(), at[1].GetDouble()) : null,
                root.TryGetProperty("cameras", out var cameras) ? [.. cameras.EnumerateArray().Select(camera => camera.GetString()!)] : [])
            {
                UrgentUses = root.TryGetProperty("urgentUses", out var uses)
                    ? [.. uses.EnumerateArray().Select(use => new UrgentUse(use.GetProperty("orderId").GetGuid(), use.GetProperty("begunBy").GetString()!, use.GetProperty("lapsed").GetBoolean()))]
                    : [],
            };
            var explained = OrderVerifier.Explain(root.GetProperty("order").GetBytesFromBase64(), roster, now, unit);
            Assert.Equal(root.GetProperty("expect").GetString(), explained.Count == 0 ? "Accepted" : explained[0].Reason.ToString());
        }
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Vectors", "orders");

    private static (byte[] Order, VerifiedRoster Roster, DateTimeOffset Now) Vector(string name)
    {
        using var vector = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        var root = vector.RootElement;
        var now = root.GetProperty("now").GetDateTimeOffset();
        var roster = RosterVerifier.Verify(root.GetProperty("roster").GetBytesFromBase64(), root.GetProperty("rootPublicKey").GetBytesFromBase64(), now, 0).Value;
        return (root.GetProperty("order").GetBytesFromBase64(), roster, now);
    }
}
