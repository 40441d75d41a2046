using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class PackCertificateRulesTests
{
    private static readonly Dictionary<string, (Action<PackCertificate> Spoil, string Says)> Faults = new()
    {
        ["version"] = (c => c.FormatVersion = 2, "format version is 2, not 1"),
        ["digest"] = (c => c.PackDigest = ByteString.CopyFrom(new byte[31]), "pack digest has 31 bytes, not 32"),
        ["no data"] = (c => c.Data = null, "data are missing"),
        ["data name"] = (c => c.Data.Name = "two\nlines", "name of the data"),
        ["one person"] = (c => c.Data.People = 1, "1 people"),
        ["images"] = (c => c.Data.Images = 10, "10 images of 2900 people"),
        ["visit rule"] = (c => c.VisitRule = " ", "visit rule is not one line"),
        ["no time"] = (c => c.MeasuredAt = null, "time of measurement is missing"),
        ["part of a second"] = (c => c.MeasuredAt = new Timestamp { Seconds = 1, Nanos = 5 }, "not a whole second"),
        ["tool"] = (c => c.ToolVersion = "", "tool version"),
        ["no rates"] = (c => c.Rates.Clear(), "0 thresholds"),
        ["threshold 0"] = (c => c.Rates[0].Threshold = 0, "threshold 0: is not above 0"),
        ["threshold NaN"] = (c => c.Rates[0].Threshold = float.NaN, "threshold NaN: is not above 0"),
        ["threshold twice"] = (c => c.Rates[1].Threshold = 0.4f, "threshold 0.4 stands after 0.4; thresholds ascend"),
        ["no comparisons"] = (c => c.Rates[0].Comparisons = 0, "12 false matches in 0 comparisons"),
        ["more matches than comparisons"] = (c => c.Rates[0].FalseMatches = 30_000_000, "30000000 false matches in 20000000 comparisons"),
        ["rate"] = (c => c.Rates[0].Fmr = 7e-7, "rate is 7E-07; 6E-07 follows"),
        ["rate NaN"] = (c => c.Rates[0].Fmr = double.NaN, "rate is NaN"),
        ["bound below rate"] = (c => c.Rates[0] = PackCertificateRules.Rate(0.4f, 12, 20_000_000, 5e-7), "upper bound is 5E-07; 6E-07 to 1"),
        ["bound no data bear"] = (c => c.Rates[2] = PackCertificateRules.Rate(0.5f, 0, 20_000_000, 1.4e-7), "upper bound is 1.4E-07; 1.498E-07 to 1"),
        ["bound above 1"] = (c => c.Rates[0].FmrUpper95 = 1.5, "upper bound is 1.5"),
        ["bound NaN"] = (c => c.Rates[0].FmrUpper95 = double.NaN, "upper bound is NaN"),
        ["other comparisons"] = (c => c.Rates[2] = PackCertificateRules.Rate(0.5f, 0, 30_000_000, 1.5e-7), "all rest on the same"),
        ["matches grow"] = (c => c.Rates[2] = PackCertificateRules.Rate(0.5f, 3, 20_000_000, 3.9e-7), "do not grow rarer from threshold 0.45 to 0.5"),
        ["bound grows"] = (c => c.Rates[2] = PackCertificateRules.Rate(0.5f, 0, 20_000_000, 5e-7), "do not grow rarer from threshold 0.45 to 0.5"),
        ["longer list at 1000"] = (c => c.Rates[1].LargestListOneInThousand = 2501, "largest list at 1 in 1000 is 2501; 2500 follows"),
        ["shorter list at 6000"] = (c => c.Rates[1].LargestListOneInSixThousand = 415, "largest list at 1 in 6000 is 415; 416 follows"),
        ["group label"] = (c => c.Groups[0].Label = "", "label of a group"),
        ["group threshold"] = (c => c.Groups[0].Threshold = 0.41f, "group 'label a' at 0.41: that threshold is not among the measured ones"),
        ["group twice"] = (c => c.Groups[1].Label = "label a", "a group is named twice"),
        ["group bound"] = (c => c.Groups[0].FmrUpper95 = 1e-7, "group 'label a' at 0.4: upper bound is 1E-07"),
    };

    public static TheoryData<string> FaultNames() => [.. Faults.Keys];

    [Fact]
    public void Check_SoundCertificate_FindsNothing() => Assert.Empty(PackCertificateRules.Check(Certificate()));

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void Check_OneFault_NamesIt(string fault)
    {
        var certificate = Certificate();
        Faults[fault].Spoil(certificate);
        Assert.Contains(PackCertificateRules.Check(certificate), line => line.Contains(Faults[fault].Says, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_EmptyCertificate_NamesEverythingAtOnce() => Assert.Equal(7, PackCertificateRules.Check(new PackCertificate()).Count);

    [Fact]
    public void Check_AnyMessageThatParses_NeverThrows() =>
        Mutations.Splices(Certificate().ToByteArray()).Sample(
            bytes =>
            {
                PackCertificate parsed;
                try
                {
                    parsed = PackCertificate.Parser.ParseFrom(bytes);
                }
                catch (InvalidProtocolBufferException)
                {
                    return;
                }

                if (PackCertificateRules.Check(parsed).Count > 0) return;
                foreach (var rate in parsed.Rates) Assert.True(parsed.LargestList(rate.Threshold, FalseAlertCeiling.OneInSixThousand) >= 0);
            },
            iter: 20_000);

    [Theory]
    [InlineData(1ul, 0.95)]
    [InlineData(10ul, 0.25886555)]
    [InlineData(20_000_000ul, 1.4978661e-7)]
    [InlineData(ulong.MaxValue, 1.6239897e-19)]
    public void LeastUpperBound_Comparisons_IsClopperAndPearsons(ulong comparisons, double bound) =>
        Assert.Equal(bound, PackCertificateRules.LeastUpperBound(comparisons), bound * 1e-6);

    [Fact]
    public void LeastUpperBound_AnyCount_LeavesAChanceOfOneInTwenty() =>
        Gen.ULong[1, 100_000_000].Sample(n => Assert.Equal(0.05, Math.Pow(1 - PackCertificateRules.LeastUpperBound(n), n), 1e-6));
}
