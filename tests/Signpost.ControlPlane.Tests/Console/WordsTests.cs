using Signpost.Contracts.V1;
using Signpost.ControlPlane.Console.Alerts;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Console.Units;
using Signpost.ControlPlane.Console.Wording;

namespace Signpost.ControlPlane.Tests.Console;

public sealed class WordsTests
{
    [Fact]
    public void ClosedLists_EveryValueOnTheWire_HasItsOwnWords()
    {
        AllDiffer(Words.Categories.Select(value => Words.Of(value)));
        AllDiffer(Words.Purposes.Select(value => Words.Of(value)));
        AllDiffer(Words.LegalGrounds.Select(value => Words.Of(value)));
        AllDiffer(Words.Ceilings.Select(value => Words.Of(value)));
        AllDiffer(Enum.GetValues<UnitState>().Select(value => UnitWords.Of(value)));
        AllDiffer(Enum.GetValues<SuspensionReason>().Select(value => UnitWords.Of(value)));
        AllDiffer(Enum.GetValues<RefusalReason>().Skip(1).Select(value => UnitWords.Of(value)!));
    }

    [Fact]
    public void ClosedLists_UnspecifiedValue_IsNotOffered()
    {
        Assert.DoesNotContain(Category.Unspecified, Words.Categories);
        Assert.DoesNotContain(Purpose.Unspecified, Words.Purposes);
        Assert.DoesNotContain(LegalGround.Unspecified, Words.LegalGrounds);
    }

    [Fact]
    public void WithNote_LongNote_FitsTheRecord()
    {
        Assert.Equal(AlertWords.ConfirmReason, AlertWords.WithNote(AlertWords.ConfirmReason, "  "));
        Assert.Equal(500, AlertWords.WithNote(AlertWords.ConfirmReason, new string('x', 600)).Length);
    }

    [Fact]
    public void UnitStatus_OutOfTouch_SaysWhatItWasAndThatItGoesOn()
    {
        var status = UnitStatus.Of(Samples.Unit(connected: false, Samples.Health(UnitState.Recognising)));

        Assert.Equal(("Out of touch", Tone.Bad), (status.Text, status.Tone));
        Assert.Contains("recognising", Assert.Single(status.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void UnitStatus_SuspendedAfterARefusal_GivesAllReasons()
    {
        var health = Samples.Health(UnitState.Suspended, RefusalReason.OneSignature, SuspensionReason.BeaconDark, SuspensionReason.CameraLost);

        var status = UnitStatus.Of(Samples.Unit(connected: true, health));

        Assert.Equal("Suspended", status.Text);
        Assert.Equal(3, status.Reasons.Count);
    }

    [Fact]
    public void UnitStatus_Recognising_NeedsNoReason()
    {
        var status = UnitStatus.Of(Samples.Unit(connected: true, Samples.Health(UnitState.Recognising, RefusalReason.None, SuspensionReason.None)));

        Assert.Equal(Tone.Good, status.Tone);
        Assert.Empty(status.Reasons);
    }

    [Theory]
    [InlineData(4e-7, "1 in 2,500,000")]
    [InlineData(1.5e-5, "1 in 66,000")]
    [InlineData(0.0102, "1 in 98")]
    [InlineData(1, "1 in 1")]
    public void OneIn_Rate_NeverSoundsBetterThanItIs(double rate, string words) => Assert.Equal(words, CertificateWords.OneIn(rate));

    [Theory]
    [InlineData(0.012, "one false alert in 83 days")]
    [InlineData(0.6, "one false alert a day")]
    [InlineData(1.24, "1.2 false alerts a day")]
    [InlineData(2400, "2,400 false alerts a day")]
    [InlineData(0, "no false alert")]
    public void ADay_FalseAlerts_AreToldAsAPersonCounts(double aDay, string words) => Assert.Equal(words, CertificateWords.ADay(aDay));

    private static void AllDiffer(IEnumerable<string> words)
    {
        var all = words.ToList();
        Assert.Equal(all.Count, all.Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, word => Assert.False(string.IsNullOrWhiteSpace(word)));
    }
}
