using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Signpost.ControlPlane.Hosting;
using Signpost.ControlPlane.Tests.Support;

namespace Signpost.ControlPlane.Tests.Hosting;

/// <summary>What keeps the control plane from starting is one line that says what to do, and exit code 1.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-start-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("{", "is not a configuration")]
    [InlineData("null", "is empty")]
    [InlineData("[]", "is not a configuration")]
    [InlineData("""{"datadirectory":"x","surprise":1}""", "surprise")]
    [InlineData("""{"console":{"port":"80"}}""", "is not a configuration")]
    public async Task Config_ThatIsNone_IsSaid(string json, string expected) => Assert.Contains(expected, await LineAsync(json), StringComparison.Ordinal);

    [Fact]
    public async Task Config_WrongInManyWays_SaysAllOfThem()
    {
        var line = await LineAsync("""{"storage":{"provider":"oracle"},"console":{"port":0},"units":{"port":70000},"advertisedHost":"not a host","listen":"some","rosterRootPublicKey":"AAAA"}""");
        foreach (var expected in new[] { "dataDirectory", "packDirectory", "oracle", "force", "console.port 0", "units.port 70000", "enrolment.port", "broker.port", "not a host", "listen", "rosterRootPublicKey" })
            Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_SamePortTwice_IsSaid()
    {
        var config = Config(1, 2, 2, 3);
        Assert.Contains("same port", await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
        config["broker"] = new JsonObject { ["port"] = 1, ["embedded"] = false };
        config["enrolment"] = new JsonObject { ["port"] = 4 };
        Assert.Contains("model pack", await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "keysDirectory is missing")]
    [InlineData("data/keys", "inside of dataDirectory")]
    [InlineData("data/../data", "inside of dataDirectory")]
    public async Task Config_KeysWithTheDatabase_AreRefused(string? keys, string expected)
    {
        var config = Config(1, 2, 3, 4);
        config["keysDirectory"] = keys;
        Assert.Contains(expected, await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
        config["demonstration"] = true;
        Assert.DoesNotContain("keysDirectory", await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_Missing_IsSaid()
    {
        using var errors = new StringWriter();
        Assert.Equal(1, await RunningPlane.NewProgram().RunAsync(["--config", Path.Combine(folder.FullName, "none.json")], errors));
        Assert.Contains("Cannot read the configuration", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunningPlane.NewProgram().RunAsync(["--help"], errors));
        Assert.Contains("--config FILE", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_Missing_SaysHowToGetIt() =>
        Assert.Contains("./signpost", await LineAsync(Config(1, 2, 3, 4).ToJsonString()), StringComparison.Ordinal);

    [Fact]
    public async Task DataDirectory_ThatCannotBe_IsSaid()
    {
        var config = Config(1, 2, 3, 4);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "file"), "");
        config["dataDirectory"] = "file/data";
        Assert.Contains("cannot be written", await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataDirectory_OfAnotherControlPlane_IsLeftAlone()
    {
        var config = Config(1, 2, 3, 4);
        var settings = ConfigRules.Check(ControlPlaneConfig.Read(await WriteAsync(config.ToJsonString())), Path.Combine(folder.FullName, "config.json"));
        using var other = DataFolder.Claim(settings);
        Assert.Contains("in use by another control plane", await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Port_Busy_IsSaidAndNothingStays(int which)
    {
        var pack = TestPack.Directory;
        var ports = FreePorts.Take(4);
        using var busy = new TcpListener(IPAddress.Loopback, ports[which]);
        busy.Start();
        var config = Config(ports[0], ports[1], ports[2], ports[3]);
        config["packDirectory"] = pack;
        var line = await LineAsync(config.ToJsonString());
        Assert.Contains(ports[which].ToString(System.Globalization.CultureInfo.InvariantCulture), line, StringComparison.Ordinal);
        Assert.Contains("another port", line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.FullName, "data", "ready")));
    }

    [Fact]
    public async Task InitialStaff_OpenToOthersOrMalformed_IsSaid()
    {
        var pack = TestPack.Directory;
        var config = Config(1, 2, 3, 4);
        config["packDirectory"] = pack;
        config["initialStaffFile"] = "staff.json";
        var staff = Path.Combine(folder.FullName, "staff.json");
        await File.WriteAllTextAsync(staff, "[]");
        File.SetUnixFileMode(staff, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
        File.SetUnixFileMode(staff, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("names nobody", await LineAsync(config.ToJsonString()), StringComparison.Ordinal);
        await File.WriteAllTextAsync(staff, """[{"userName":"a","password":"short","role":"author"}]""");
        var line = await LineAsync(config.ToJsonString());
        Assert.Contains("account 1", line, StringComparison.Ordinal);
        Assert.DoesNotContain("short\"", line, StringComparison.Ordinal);
    }

    private static JsonObject Config(int console, int units, int enrolment, int broker) => new()
    {
        ["dataDirectory"] = "data",
        ["keysDirectory"] = "keys",
        ["packDirectory"] = "no-pack",
        ["force"] = "Test Force",
        ["console"] = new JsonObject { ["port"] = console },
        ["units"] = new JsonObject { ["port"] = units },
        ["enrolment"] = new JsonObject { ["port"] = enrolment },
        ["broker"] = new JsonObject { ["port"] = broker },
    };

    private async Task<string> WriteAsync(string json)
    {
        var path = Path.Combine(folder.FullName, "config.json");
        await File.WriteAllTextAsync(path, json);
        return path;
    }

    private async Task<string> LineAsync(string json)
    {
        using var errors = new StringWriter();
        Assert.Equal(1, await RunningPlane.NewProgram().RunAsync(["--config", await WriteAsync(json)], errors));
        return Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
