using Microsoft.Extensions.Time.Testing;
using Signpost.ControlPlane.Console.Accounts;
using Signpost.ControlPlane.Console.Layout;
using Signpost.ControlPlane.Console.Sessions;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Tests.Console;

public sealed class SessionTests
{
    private readonly BrowserClock clock = new(new FakeTimeProvider(Samples.Noon));

    [Theory]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    [InlineData("/orders/1?x=2", "/orders/1?x=2")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("/sign-in", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\n/evil.example", "/")]
    [InlineData("/a\rb", "/")]
    public void LocalPath_AnyRequest_StaysOnThisServer(string? next, string expected) => Assert.Equal(expected, SignInEndpoints.LocalPath(next));

    [Theory]
    [InlineData("dark", "all")]
    [InlineData("light", "not all")]
    [InlineData("<script>", "(prefers-color-scheme: dark)")]
    [InlineData(null, "(prefers-color-scheme: dark)")]
    public void Theme_AnyCookie_IsOneOfThree(string? cookie, string media) => Assert.Equal(media, ThemeCookie.DarkMedia(ThemeCookie.Parse(cookie)));

    [Fact]
    public void BrowserClock_SummerInLondon_IsAnHourAheadAndBack()
    {
        clock.Use("Europe/London");

        Assert.Equal("13:00:00", clock.TimeOfDay(Samples.Noon));
        Assert.Equal(Samples.Noon, clock.FromWall(new DateTime(2026, 6, 1, 13, 0, 0)));
        Assert.False(clock.IsUtc);
    }

    [Fact]
    public void BrowserClock_DoubledHour_TakesTheEarlier()
    {
        clock.Use("Europe/London");

        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), clock.FromWall(new DateTime(2026, 10, 25, 1, 30, 0)));
    }

    [Fact]
    public void BrowserClock_UnknownZone_IsUtc()
    {
        clock.Use("Nowhere/AtAll");

        Assert.True(clock.IsUtc);
    }

    [Fact]
    public void Places_EveryRole_HasAStartPage() =>
        Assert.All(Enum.GetValues<StaffRole>().Skip(1), role => Assert.NotEmpty(Places.For(role)));

    [Fact]
    public void Places_AlertsShowFaces_SoOnlyThoseWhoDecideGoThere()
    {
        var roles = Enum.GetValues<StaffRole>().Where(role => Places.For(role).Any(place => place.Path == "alerts"));

        Assert.Equal([StaffRole.AuthorisingOfficer, StaffRole.Operator, StaffRole.SeniorAuthorisingOfficer], roles);
    }
}
