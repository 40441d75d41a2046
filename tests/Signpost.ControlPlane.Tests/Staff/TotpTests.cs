using CsCheck;
using Signpost.ControlPlane.Staff.Factors;

namespace Signpost.ControlPlane.Tests.Staff;

public sealed class TotpTests
{
    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    /// <summary>RFC 6238, appendix B, SHA-1; the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_OfTheRfcsTimes_IsTheRfcs(long seconds, string code) => Assert.Equal(code, Totp.Code(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Match_ClockThatIsOff_CountsWithinOneStep(int steps, bool counts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        Assert.Equal(counts, Totp.Match(Key, Totp.Code(Key, Totp.StepAt(now) + steps), now, 0) is not null);
    }

    [Fact]
    public void Match_StepThatWasTaken_NeverCountsAgain()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepAt(now);
        Assert.Equal(step, Totp.Match(Key, "005924", now, step - 1));
        Assert.Null(Totp.Match(Key, "005924", now, step));
        Assert.Null(Totp.Match(Key, "5924", now, 0));
        Assert.Null(Totp.Match(Key, "", now, 0));
    }

    /// <summary>RFC 4648, section 10, for whole groups.</summary>
    [Fact]
    public void Base32_OfTheRfcsText_IsTheRfcs() => Assert.Equal("MZXW6YTB", Totp.ToBase32("fooba"u8));

    [Fact]
    public void Base32_AnyKey_ComesBack() => Gen.Byte.Array[Totp.KeyLength].Sample(key => Totp.FromBase32(Totp.ToBase32(key)).SequenceEqual(key));

    [Fact]
    public void Address_NamesTheForceAndThePerson() => Assert.Equal(
        "otpauth://totp/Signpost%20Test%20Force:author?secret=ABC&issuer=Signpost%20Test%20Force&digits=6&period=30", Totp.Address("ABC", "Test Force", "author"));
}
