using CsCheck;
using Signpost.Contracts;
using Signpost.ControlPlane.Broker;

namespace Signpost.ControlPlane.Tests.Broker;

public sealed class BrokerRulesTests
{
    private const string Unit = "unit-abcd2345";

    [Theory]
    [InlineData(Unit, "signpost/v1/units/unit-abcd2345/matches", false, true)]
    [InlineData(Unit, "signpost/v1/units/unit-abcd2345/matches", true, false)]
    [InlineData(Unit, "signpost/v1/units/unit-other222/matches", false, false)]
    [InlineData(Unit, "signpost/v1/units/unit-abcd2345/committed", false, false)]
    [InlineData(Unit, "signpost/v1/units/unit-abcd2345/matches/more", false, false)]
    [InlineData(Unit, "", false, false)]
    [InlineData(Unit, null, false, false)]
    [InlineData("control-plane", "signpost/v1/units/unit-abcd2345/committed", false, true)]
    [InlineData("control-plane", "signpost/v1/units/unit-abcd2345/committed", true, false)]
    [InlineData("control-plane", "signpost/v1/units/unit-abcd2345/matches", false, false)]
    [InlineData("control-plane", "signpost/v1/units/a/b/committed", false, false)]
    [InlineData("control-plane", "signpost/v1/units//committed", false, false)]
    public void Publish_OnATopic_IsAllowedOrNot(string client, string? topic, bool retain, bool allowed) =>
        Assert.Equal(allowed, BrokerRules.MayPublish(client, topic, retain));

    [Theory]
    [InlineData(Unit, "signpost/v1/units/unit-abcd2345/committed", true)]
    [InlineData(Unit, "signpost/v1/units/unit-abcd2345/matches", false)]
    [InlineData(Unit, "signpost/v1/units/+/committed", false)]
    [InlineData(Unit, "#", false)]
    [InlineData(Unit, "$SYS/#", false)]
    [InlineData(Unit, "$share/x/signpost/v1/units/unit-abcd2345/committed", false)]
    [InlineData("control-plane", "signpost/v1/units/+/matches", true)]
    [InlineData("control-plane", "#", false)]
    public void Subscribe_ToAFilter_IsAllowedOrNot(string client, string filter, bool allowed) =>
        Assert.Equal(allowed, BrokerRules.MaySubscribe(client, filter));

    [Fact]
    public void Unit_AnyTopic_IsOnlyEverItsOwn() =>
        Gen.Select(Gen.OneOf(Gen.Const(Unit), Gen.Const("+"), Gen.Const("#"), Gen.String[0, 20]), Gen.OneOf(Gen.Const("matches"), Gen.Const("committed"), Gen.String[0, 8]))
            .Sample((unit, leaf) =>
            {
                var topic = $"signpost/v1/units/{unit}/{leaf}";
                return BrokerRules.MayPublish(Unit, topic, false) == (topic == Topics.Matches(Unit)) && BrokerRules.MaySubscribe(Unit, topic) == (topic == Topics.Committed(Unit));
            });

    [Fact]
    public void UnitOfMatches_OnlyOfAMatchesTopic()
    {
        Assert.Equal(Unit, BrokerRules.UnitOfMatches(Topics.Matches(Unit)));
        Assert.Null(BrokerRules.UnitOfMatches(Topics.Committed(Unit)));
        Assert.Null(BrokerRules.UnitOfMatches("signpost/v1/units/UPPER/matches"));
        Assert.Null(BrokerRules.UnitOfMatches("signpost/v1/units/matches"));
    }
}
