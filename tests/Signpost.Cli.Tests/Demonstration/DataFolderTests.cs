using Microsoft.Extensions.Time.Testing;
using Signpost.Cli.Demonstration;
using Signpost.Trust;

namespace Signpost.Cli.Tests.Demonstration;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public DataFolderTests()
    {
        _data = new(_folder.File("data"));
        _data.Create();
    }

    [Fact]
    public void SignIns_FirstTime_AreOneARoleEachWithItsOwnPassword()
    {
        var (accounts, areNew) = SignIns.LoadOrCreate(_data);

        Assert.True(areNew);
        Assert.Equal(["administrator", "auditor", "author", "authorising-officer", "field-engineer", "operator"], accounts.Select(a => a.Role).Order());
        Assert.Equal(6, accounts.Select(a => a.Password).Distinct().Count());
        Assert.All(accounts, a => Assert.True(a.Password.Length >= 20));
        Assert.All(accounts, a => Assert.Contains(a.Password, File.ReadAllText(_data.SignIns), StringComparison.Ordinal));
    }

    [Fact]
    public void SignIns_SecondTime_AreTheSame()
    {
        var (first, _) = SignIns.LoadOrCreate(_data);
        var (second, areNew) = SignIns.LoadOrCreate(_data);

        Assert.False(areNew);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Secrets_OnDisk_AreTheOwnersAlone()
    {
        SignIns.LoadOrCreate(_data);
        Force.LoadOrCreate(_data, new FakeTimeProvider(Now));

        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(_data.Root));
        Assert.All(Directory.EnumerateFiles(_data.Root, "*", SearchOption.AllDirectories), file => Assert.Equal(Private, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Roster_OfTheForce_IsBelievedByItsRoot()
    {
        var force = Force.LoadOrCreate(_data, new FakeTimeProvider(Now));

        var verified = RosterVerifier.Verify(force.Roster, Convert.FromBase64String(force.RootPublicKey), Now, 0);

        Assert.True(verified.IsAccepted);
        Assert.Equal(Force.Name, verified.Value.Force);
    }

    [Fact]
    public void Roster_SecondStart_IsTheSameUntilItNearsItsEnd()
    {
        var time = new FakeTimeProvider(Now);
        var first = Force.LoadOrCreate(_data, time).Roster;
        time.Advance(TimeSpan.FromDays(300));
        Assert.Equal(first, Force.LoadOrCreate(_data, time).Roster);

        time.Advance(TimeSpan.FromDays(50));
        var renewed = Force.LoadOrCreate(_data, time);

        Assert.NotEqual(first, renewed.Roster);
        Assert.True(RosterVerifier.Verify(renewed.Roster, Convert.FromBase64String(renewed.RootPublicKey), time.GetUtcNow().AddDays(100), 0).IsAccepted);
    }

    [Fact]
    public void Lock_TakenTwice_RefusesTheSecond()
    {
        using (DataLock.Take(_data))
        {
            Assert.Contains("--data", Assert.Throws<SetUpException>(() => DataLock.Take(_data)).Message, StringComparison.Ordinal);
        }
        DataLock.Take(_data).Dispose();
    }

    public void Dispose() => _folder.Dispose();
}
