using OtpNet;
using Totp = Signpost.ControlPlane.Staff.Factors.Totp;

namespace Signpost.ControlPlane.Tests.Staff;

public sealed class TotpTests
{
    private static readonly string Key = Base32Encoding.ToString("12345678901234567890"u8.ToArray());

    /// <summary>RFC 6238, appendix B, SHA-1; the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Match_CodesOfTheRfcsTimes_Count(long seconds, string code) => Assert.Equal(seconds / 30, Totp.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds), 0));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Match_ClockThatIsOff_CountsWithinOneStep(int steps, bool counts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        Assert.Equal(counts, Totp.Match(Key, "005924", now.AddSeconds(30 * steps), 0) is not null);
    }

    [Fact]
    public void Match_StepThatWasTaken_NeverCountsAgain()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = now.ToUnixTimeSeconds() / 30;
        Assert.Equal(step, Totp.Match(Key, "005924", now, step - 1));
        Assert.Null(Totp.Match(Key, "005924", now, step));
        Assert.Null(Totp.Match(Key, "5924", now, 0));
        Assert.Null(Totp.Match(Key, "", now, 0));
        Assert.Null(Totp.Match(Key, "abcdef", now, 0));
    }

    [Fact]
    public void NewKey_IsTwentyBytesAndNeverTheSame()
    {
        Assert.Equal(Totp.KeyLength, Base32Encoding.ToBytes(Totp.NewKey()).Length);
        Assert.NotEqual(Totp.NewKey(), Totp.NewKey());
    }

    [Fact]
    public void Address_NamesTheForceAndThePerson()
    {
        var address = new Uri(Totp.Address("ABC", "Test Force", "author"));
        Assert.Equal(("otpauth", "totp", "/Signpost%20Test%20Force:author"), (address.Scheme, address.Host, address.AbsolutePath));
        Assert.Superset(
            new HashSet<string> { "secret=ABC", "issuer=Signpost%20Test%20Force", "digits=6", "period=30" }, address.Query.TrimStart('?').Split('&').ToHashSet());
    }
}
