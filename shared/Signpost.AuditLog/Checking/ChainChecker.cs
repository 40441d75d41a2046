using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>Checks a unit's chain by itself: its file, or its records as they were handed over.</summary>
public static class ChainChecker
{
    /// <summary>Checks a chain's file.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="signingPublicKey">SubjectPublicKeyInfo (DER, P-256) that the unit enrolled.</param>
    /// <param name="known">The last sequence that somebody else has of this chain; 0: nobody has any.</param>
    /// <exception cref="ArgumentException">The key is none.</exception>
    public static IReadOnlyList<LogFinding> Check(ReadOnlyMemory<byte> file, string unitId, Guid chainId, ReadOnlySpan<byte> signingPublicKey, ulong known = 0)
    {
        using var key = P256.TryImportPublicKey(signingPublicKey) ?? throw new ArgumentException("Not the public key of a unit.", nameof(signingPublicKey));
        if (ChainFile.Read(file) is not { } chain) return [new LogFinding(LogFindingKind.Malformed, "file", "Not a chain of records.")];
        var findings = new List<LogFinding>();
        if (chain.Rest > 0)
        {
            findings.Add(chain.IsTorn
                ? new LogFinding(LogFindingKind.Truncated, $"byte {chain.Length}", $"A record whose writing was cut off: {chain.Rest} bytes.")
                : new LogFinding(LogFindingKind.Malformed, $"byte {chain.Length}", $"Damaged: no record begins here; {chain.Rest} bytes are left."));
        }

        var walk = new ChainWalk(unitId, key);
        for (var i = 0; i < chain.Records.Count; i++) walk.Next($"record {i + 1}", chain.Records[i], findings);
        walk.End(findings);
        if (walk.Chains > 1) findings.Add(new LogFinding(LogFindingKind.Inserted, "file", $"Records of {walk.Chains} chains."));
        if (walk.Last(chainId) < known) findings.Add(new LogFinding(LogFindingKind.Truncated, "file", $"Ends at record {walk.Last(chainId)}; record {known} is known."));
        return findings;
    }
}
