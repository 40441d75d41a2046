using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A PKCS#11 token in software, in a temporary folder: Debian's softhsm2. Missing: the tests skip on a laptop and fail in CI.</summary>
public sealed partial class SoftToken : IDisposable
{
    private const string Configuration = "SOFTHSM2_CONF";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-token-");

    public SoftToken()
    {
        if (!IsThere) return;
        var tokens = folder.CreateSubdirectory("tokens");
        var file = Path.Combine(folder.FullName, "softhsm2.conf");
        File.WriteAllText(file, $"directories.tokendir = {tokens.FullName}{Environment.NewLine}objectstore.backend = file{Environment.NewLine}log.level = ERROR{Environment.NewLine}");
        // For the tool, and for the module, which asks the C library of this process.
        Environment.SetEnvironmentVariable(Configuration, file);
        _ = SetEnvironment(Configuration, file, 1);
        using var made = Process.Start(new ProcessStartInfo("softhsm2-util", ["--init-token", "--free", "--label", Label, "--so-pin", "1234567", "--pin", "7654321"]) { RedirectStandardOutput = true })!;
        made.StandardOutput.ReadToEnd();
        made.WaitForExit();
        if (made.ExitCode != 0) throw new InvalidOperationException($"softhsm2-util ended with {made.ExitCode}");
        AtomicFile.Write(PinFile, Encoding.UTF8.GetBytes("7654321\n"), AtomicFile.OwnerOnly);
        AtomicFile.Write(WrongPinFile, "1111111"u8, AtomicFile.OwnerOnly);
    }

    public string Library { get; } = "/usr/lib/softhsm/libsofthsm2.so";

    public string Label { get; } = "signpost test";

    public string PinFile => Path.Combine(folder.FullName, "pin");

    public string WrongPinFile => Path.Combine(folder.FullName, "wrong-pin");

    private bool IsThere => File.Exists(Library);

    public void Require()
    {
        if (!IsThere && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("softhsm2 is missing, and CI must have it.");
        Assert.SkipUnless(IsThere, "softhsm2 is missing: apt-get install softhsm2");
    }

    internal IKeyStore Open(TimeProvider? time = null)
    {
        Require();
        return Pkcs11KeyStore.Open(Library, Label, PinFile, time ?? TimeProvider.System);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
