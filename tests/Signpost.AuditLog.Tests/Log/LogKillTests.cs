using Signpost.Tests.Support;

namespace Signpost.AuditLog.Tests;

/// <summary>A log is begun or grows over the end of a tile, and it all ends at one file call: at every one, in turn. What is found afterwards holds every batch that was acknowledged, each as a
/// whole or not at all, and goes on from whatever anybody may have seen.</summary>
public sealed class LogKillTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int[] Sizes = [250, 253, 263, 264];
    private readonly TemporaryDirectory _folder = new();

    [Theory]
    [InlineData(Ending.Killed, false)]
    [InlineData(Ending.PowerCut, false)]
    [InlineData(Ending.PowerCut, true)]
    [InlineData(Ending.Refused, false)]
    public void Append_EndedAtEveryFileCallInTurn_KeepsWhatWasAcknowledgedAndWhatWasSeen(Ending ending, bool names)
    {
        using (var log = LogWriter.Open(_folder["before"], TestLog.Key))
        {
            log.Append(TestLog.Entries(0, 100));
            log.Append(TestLog.Entries(100, 250));
        }

        var calls = End(_folder["before"], Sizes, ending, names);
        foreach (var expected in new[] { "write to", "flush", "move checkpoint", "delete ", "delete directory", "flush directory", "create directory", "read" })
            Assert.Contains(calls, call => call.StartsWith(expected, StringComparison.Ordinal));
        Assert.InRange(calls.Count, 100, 400);
    }

    [Theory]
    [InlineData(Ending.Killed, false)]
    [InlineData(Ending.PowerCut, false)]
    [InlineData(Ending.PowerCut, true)]
    [InlineData(Ending.Refused, false)]
    public void Begin_EndedAtEveryFileCallInTurn_BeginsOrHasBegun(Ending ending, bool names)
    {
        Directory.CreateDirectory(_folder["before"]);
        Assert.InRange(End(_folder["before"], [0, 2], ending, names).Count, 20, 100);
    }

    public void Dispose() => _folder.Dispose();

    // Every call at which it ended.
    private List<string> End(string before, int[] sizes, Ending ending, bool names)
    {
        var ended = new List<string>();
        while (true)
        {
            var folder = _folder[$"{ended.Count}"];
            TestLog.Copy(before, folder);
            var files = new DyingFiles();
            files.EndAt(ended.Count + 1, ending);
            var acknowledged = Grow(folder, sizes, files);
            if (files.EndedAt is not { } call) break;
            ended.Add(call);
            var shown = Path.Combine(folder, "checkpoint");
            var seen = File.Exists(shown) ? SignedCheckpoint.Open(File.ReadAllBytes(shown), TestLog.Key.Verifier).Value.Checkpoint : null;
            if (ending == Ending.PowerCut) files.LoseWhatWasNotFlushed(names);
            GoesOn(folder, sizes, acknowledged, seen, call);
            Directory.Delete(folder, recursive: true);
        }

        output.WriteLine($"{ended.Count} calls: {string.Join(" · ", ended)}");
        return ended;
    }

    private static int Grow(string folder, int[] sizes, DyingFiles files)
    {
        var acknowledged = sizes[0];
        try
        {
            using var log = LogWriter.Open(folder, TestLog.Key, files);
            for (var i = 1; i < sizes.Length; i++)
            {
                log.Append(TestLog.Entries(sizes[i - 1], sizes[i]));
                acknowledged = sizes[i];
            }
        }
        catch (Exception e) when (e is EndedException or IOException or AuditLogException)
        {
            Assert.NotNull(files.EndedAt);
        }

        return acknowledged;
    }

    private static void GoesOn(string folder, int[] sizes, int acknowledged, Checkpoint? seen, string call)
    {
        using var log = LogWriter.Open(folder, TestLog.Key);
        var size = (int)log.Size;
        Assert.True(sizes.Contains(size) && size >= acknowledged, $"{call}: {size} entries, {acknowledged} acknowledged");
        if (seen is not null)
        {
            Assert.True(seen.Size <= log.Size, $"{call}: {seen.Size} entries were seen, {size} are there");
            Assert.Equal(seen.Root, new LogReader(folder, log.Checkpoint.Checkpoint).Root(seen.Size));
        }

        Assert.Equal(size, TestLog.Check(folder));
        log.Append(TestLog.Entries(size, size + 260));
        Assert.Equal(size + 260, TestLog.Check(folder));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), path => path.EndsWith(".pending", StringComparison.Ordinal));
    }
}
