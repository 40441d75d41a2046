using Signpost.Tests.Support;

namespace Signpost.AuditLog.Tests;

/// <summary>A chain is begun and grows, and it all ends at one file call: at every one, in turn. What was acknowledged is there afterwards, and the chain goes on.</summary>
public sealed class ChainKillTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Theory]
    [InlineData(Ending.Killed, false)]
    [InlineData(Ending.PowerCut, false)]
    [InlineData(Ending.PowerCut, true)]
    [InlineData(Ending.Refused, false)]
    public void Append_EndedAtEveryFileCallInTurn_KeepsWhatWasAcknowledged(Ending ending, bool names)
    {
        var ended = new List<string>();
        while (true)
        {
            var path = _folder[$"{ended.Count}"];
            var files = new DyingFiles();
            files.EndAt(ended.Count + 1, ending);
            var acknowledged = Grow(path, files);
            if (files.EndedAt is not { } call) break;
            ended.Add(call);
            if (ending == Ending.PowerCut) files.LoseWhatWasNotFlushed(names);
            using (var chain = ChainWriter.Open(path, TestChain.Unit, TestChain.Id, TestChain.Key))
            {
                Assert.InRange(chain.Sequence, (ulong)acknowledged, (ulong)acknowledged + 1);
                chain.Append(TestChain.At, TestChain.Facts[9]);
            }

            Assert.Empty(ChainChecker.Check(File.ReadAllBytes(path), TestChain.Unit, TestChain.Id, TestChain.PublicKey, known: (ulong)acknowledged + 1));
        }

        Assert.InRange(ended.Count, 15, 40);
        Assert.Contains(ended, call => call.StartsWith("write to", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static int Grow(string path, DyingFiles files)
    {
        var acknowledged = 0;
        try
        {
            for (var opening = 0; opening < 2; opening++)
            {
                using var chain = ChainWriter.Open(path, TestChain.Unit, TestChain.Id, TestChain.Key, files);
                for (var i = 0; i < 2; i++, acknowledged++) chain.Append(TestChain.At, TestChain.Facts[acknowledged]);
            }
        }
        catch (Exception e) when (e is EndedException or IOException or AuditLogException)
        {
            Assert.NotNull(files.EndedAt);
        }

        return acknowledged;
    }
}
