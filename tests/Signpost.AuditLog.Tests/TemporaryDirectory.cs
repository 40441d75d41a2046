namespace Signpost.AuditLog.Tests;

/// <summary>In memory where there is such a place: the tests that end a log at every file call flush thousands of times, and lose by themselves what was not flushed.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = Make();

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Make() => Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"signpost-auditlog-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("signpost-auditlog-").FullName;
}
