using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>Walks along the chains of one unit: every signature, every link, the order; what is missing is known at the end.</summary>
internal sealed class ChainWalk(string unitId, ECDsa key)
{
    private readonly Dictionary<ByteString, Chain> chains = [];

    public int Chains => chains.Count;

    /// <summary>Takes the next record of the unit, as it stands in the log.</summary>
    /// <param name="where">Its place, for findings.</param>
    /// <param name="bytes">COSE_Sign1.</param>
    /// <param name="findings">Takes what is wrong with it.</param>
    public void Next(string where, ReadOnlyMemory<byte> bytes, List<LogFinding> findings)
    {
        if (!UnitRecords.Verify(bytes, unitId, key).TryGet(out var record, out var refusal))
        {
            findings.Add(new LogFinding(refusal.Reason == RefusalReason.BadSignature ? LogFindingKind.Altered : LogFindingKind.Malformed, where, refusal.Detail));
            return;
        }

        if (!chains.TryGetValue(record.ChainId, out var chain)) chains[record.ChainId] = chain = new Chain();
        var digest = new TreeHash(SHA256.HashData(bytes.Span));
        if (chain.Digests.TryGetValue(record.Sequence, out var other))
        {
            findings.Add(digest == other
                ? new LogFinding(LogFindingKind.Repeated, where, $"Record {record.Sequence} of '{unitId}' stands here again.")
                : new LogFinding(LogFindingKind.Forked, where, $"'{unitId}' signed two records {record.Sequence}."));
            return;
        }

        if (record.Sequence < chain.Last) findings.Add(new LogFinding(LogFindingKind.Reordered, where, $"Record {record.Sequence} of '{unitId}' comes after record {chain.Last}."));
        chain.Last = Math.Max(chain.Last, record.Sequence);
        chain.Digests[record.Sequence] = digest;
        if (record.Sequence == 1) return;
        var claimed = new TreeHash(record.PreviousDigest.Span);
        if (!chain.Digests.TryGetValue(record.Sequence - 1, out var previous)) chain.Early.Add((record.Sequence - 1, claimed, where));
        else if (previous != claimed) findings.Add(NoLink(where, record.Sequence));
    }

    /// <summary>What only the end shows: links that do not hold, and records that are missing.</summary>
    public void End(List<LogFinding> findings)
    {
        foreach (var (id, chain) in chains)
        {
            foreach (var (sequence, claimed, where) in chain.Early)
            {
                if (chain.Digests.TryGetValue(sequence, out var digest) && digest != claimed) findings.Add(NoLink(where, sequence + 1));
            }

            for (ulong sequence = 1; sequence < chain.Last; sequence++)
            {
                if (chain.Digests.ContainsKey(sequence)) continue;
                var from = sequence;
                while (!chain.Digests.ContainsKey(sequence + 1)) sequence++;
                findings.Add(new LogFinding(LogFindingKind.Deleted, $"chain {Name(id)} of '{unitId}'", from == sequence ? $"Record {from} is missing." : $"Records {from} to {sequence} are missing."));
            }
        }
    }

    /// <summary>The last sequence of a chain; 0 when there is none.</summary>
    public ulong Last(Guid chain) => chains.TryGetValue(WireId.From(chain), out var found) ? found.Last : 0;

    private LogFinding NoLink(string where, ulong sequence) =>
        new(LogFindingKind.Forked, where, $"Record {sequence} of '{unitId}' follows another record {sequence - 1} than the one that is here.");

    private static string Name(ByteString id) => WireId.TryRead(id, out var chain) ? chain.ToString() : "";

    private sealed class Chain
    {
        public ulong Last { get; set; }

        public Dictionary<ulong, TreeHash> Digests { get; } = [];

        /// <summary>What records said of the one before them that was not here yet.</summary>
        public List<(ulong Sequence, TreeHash Digest, string Where)> Early { get; } = [];
    }
}
