using Signpost.Cli.Demonstration;
using Signpost.Contracts.V1;

namespace Signpost.Cli.Tests.Demonstration;

public sealed class DemonstrationScoresTests
{
    private static readonly DemonstrationScores Scores = new(0.45f, TestCertificate.Of(new byte[32]));

    [Theory]
    [InlineData(1, 0.45f)]
    [InlineData(2, 0.5f)]
    [InlineData(20, 0.5f)]
    [InlineData(21, 0.6f)]
    [InlineData(1041, 0.6f)]
    public void ThresholdFor_Entries_IsTheAdvisedOneOrTheLowestThatIsAllowed(int entries, float threshold) =>
        Assert.Equal(threshold, Scores.ThresholdFor(entries));

    [Fact]
    public void ThresholdFor_MoreThanAnyThresholdAllows_SaysHowManyWouldDo() =>
        Assert.Contains("has 1042 photographs; the model pack's certificate allows at most 1041, at threshold 0.6", Assert.Throws<SetUpException>(() => Scores.ThresholdFor(1042)).Message, StringComparison.Ordinal);

    [Fact]
    public void Order_Threshold_ComesWithThePolicysCeilingAndAMarginBelowIt()
    {
        var order = DemonstrationOrder.Order(Guid.NewGuid(), 0.45f, ["unit-1"], DateTimeOffset.UnixEpoch);

        Assert.Equal((0.45f, 0.4f), (order.Threshold, order.NoDecisionFrom));
        Assert.Equal(FalseAlertCeiling.OneInSixThousand, DemonstrationScores.Ceiling);
        Assert.Equal("one-in-six-thousand", order.FalseAlertCeiling);
    }
}
