using Signpost.Cli.Running;

namespace Signpost.Cli.Tests.Running;

public sealed class DurationTests
{
    [Theory]
    [InlineData("60s", 60)]
    [InlineData("90", 90)]
    [InlineData("5m", 300)]
    [InlineData("1.5h", 5400)]
    public void Text_OfATime_IsRead(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("5d")]
    [InlineData("1e9s")]
    [InlineData("9999999h")]
    public void Text_OfNoTime_IsNotRead(string text) => Assert.False(Duration.TryParse(text, out _));
}
