using System.Text;
using Signpost.Edge.Tests.Support;
using Signpost.Trust;

namespace Signpost.Promises.Tests.Stage;

/// <summary>The wall clock of one process, which can be set (libfaketime): that and nothing else. The counters that nobody can set stay as they are, as on a machine whose
/// clock somebody sets.</summary>
internal sealed class FakeClock : IDisposable
{
    private readonly TestFolder _folder = new();

    public FakeClock() => Set("+0");

    /// <summary>Variables of the process, NAME=VALUE; skips where the library is not installed.</summary>
    public string[] Environment
    {
        get
        {
            var library = Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
            if (library is null && System.Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("libfaketime is missing, and CI must have it.");
            Assert.SkipUnless(library is not null, "libfaketime is missing; './signpost test --suite promises' installs it");
            return [$"LD_PRELOAD={library}", $"FAKETIME_TIMESTAMP_FILE={Setting}", "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_CACHE_DURATION=1"];
        }
    }

    private string Setting => _folder.File("clock");

    /// <summary>Sets the clock.</summary>
    /// <param name="offset">From the machine's, as libfaketime writes it: <c>-1d</c>, <c>+3h</c>.</param>
    public void Set(string offset) => AtomicFile.Write(Setting, Encoding.ASCII.GetBytes(offset + "\n"), AtomicFile.OwnerOnly);

    public void Dispose() => _folder.Dispose();
}
