using CsCheck;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class CertificateBudgetTests
{
    private static readonly Gen<double> Bounds = Gen.Double[-12, 0].Select(exponent => Math.Pow(10, exponent));

    [Theory]
    [InlineData(0.39f, null)]
    [InlineData(0.4f, 1.1e-6)]
    [InlineData(0.4499f, 1.1e-6)]
    [InlineData(0.45f, 4e-7)]
    [InlineData(0.99f, 1.5e-7)]
    [InlineData(float.NaN, null)]
    public void FmrUpper_Threshold_IsThatOfTheMeasuredOneAtOrBelow(float threshold, double? upper) =>
        Assert.Equal(upper, Certificate().FmrUpper(threshold));

    [Theory]
    [InlineData(0.39f, null, null)]
    [InlineData(0.4f, 151, 909)]
    [InlineData(0.45f, 416, 2500)]
    [InlineData(0.5f, 1111, 6666)]
    public void LargestList_Threshold_FollowsFromTheBound(float threshold, int? oneInSixThousand, int? oneInThousand)
    {
        Assert.Equal(oneInSixThousand, Certificate().LargestList(threshold, FalseAlertCeiling.OneInSixThousand));
        Assert.Equal(oneInThousand, Certificate().LargestList(threshold, FalseAlertCeiling.OneInThousand));
    }

    [Fact]
    public void LargestList_AnyBound_IsTheMostThatStaysUnderTheCeiling() =>
        Gen.Select(Bounds, Gen.Bool.Select(strict => strict ? FalseAlertCeiling.OneInSixThousand : FalseAlertCeiling.OneInThousand)).Sample((upper, ceiling) =>
        {
            var largest = ceiling.LargestList(upper);
            Assert.InRange(largest, 0, BundleRules.MaximumEntries);
            Assert.True(largest * upper * ceiling.VisitsPerFalseAlert() <= 1);
            Assert.True(largest == BundleRules.MaximumEntries || (largest + 1) * upper * ceiling.VisitsPerFalseAlert() > 1);
        });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(1.5)]
    public void LargestList_NoBound_Throws(double upper) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FalseAlertCeiling.OneInThousand.LargestList(upper));

    [Fact]
    public void LargestList_NoCeiling_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FalseAlertCeiling.Unspecified.LargestList(1e-6));

    [Theory]
    [InlineData(2, 0.42f, 0.42f)]
    [InlineData(151, 0.42f, 0.42f)]
    [InlineData(152, 0.42f, 0.45f)]
    [InlineData(417, 0.42f, 0.5f)]
    [InlineData(1112, 0.42f, null)]
    [InlineData(2, 0.3f, 0.4f)]
    public void LowestThresholdFor_Entries_IsTheFirstThatAllowsThem(int entries, float atLeast, float? threshold) =>
        Assert.Equal(threshold, Certificate().LowestThresholdFor(entries, FalseAlertCeiling.OneInSixThousand, atLeast));

    [Fact]
    public void FalseAlertsADay_OrdersThreshold_IsVisitsTimesEntriesTimesBound()
    {
        Assert.Equal(15_000 * 100 * 4e-7, Certificate().FalseAlertsADay(0.45f, 100, 15_000)!.Value, 1e-12);
        Assert.Null(Certificate().FalseAlertsADay(0.1f, 100, 15_000));
    }

    [Fact]
    public void Check_ListAtTheLimitAndOneMore_IsTakenAndRefused()
    {
        Assert.Null(CertificateBudget.Check(Order(), 416));
        Assert.Equal(
            new Refusal(RefusalReason.ListTooLong, "The list has 417 entries; the certificate allows 416 at threshold 0.45 for at most one false alert in 6000 visits."),
            CertificateBudget.Check(Order(), 417));
        var generous = Order();
        generous.FalseAlertCeiling = FalseAlertCeiling.OneInThousand;
        Assert.Null(CertificateBudget.Check(generous, 2500));
        Assert.NotNull(CertificateBudget.Check(generous, 2501));
    }
}
