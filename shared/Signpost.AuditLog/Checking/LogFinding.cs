namespace Signpost.AuditLog;

/// <summary>What is wrong with a log, an export or a chain. Names are stable: vectors and reports use them.</summary>
public enum LogFindingKind
{
    /// <summary>An entry that the tree has is not there, or a record that its chain counts.</summary>
    Deleted,

    /// <summary>An entry is another one than the tree has, or a record does not hold its signature.</summary>
    Altered,

    /// <summary>An entry that the tree has not stands between others.</summary>
    Inserted,

    /// <summary>An entry or record stands at another's place.</summary>
    Reordered,

    /// <summary>The end is missing.</summary>
    Truncated,

    /// <summary>One unit signed two histories: two records of one sequence, or one that does not follow the one before it.</summary>
    Forked,

    /// <summary>One record stands there twice.</summary>
    Repeated,

    /// <summary>The tiles do not give the checkpoint's root.</summary>
    WrongRoot,

    /// <summary>The checkpoint is not signed by the log's key.</summary>
    BadSignature,

    /// <summary>A file, a part of an export or an entry is not there or not in its form.</summary>
    Malformed,

    /// <summary>A record is of a unit whose key is not known.</summary>
    UnknownUnit,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Where">File, entry or record; one line.</param>
/// <param name="Detail">What was found and what was expected; one line.</param>
public sealed record LogFinding(LogFindingKind Kind, string Where, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {Kind}: {Detail}";
}

/// <summary>What a check found.</summary>
/// <param name="Checkpoint">What the log says of itself; null when that cannot be read.</param>
/// <param name="Entries">Entries that were read.</param>
/// <param name="Records">Records of units among them.</param>
/// <param name="Chains">Chains of units.</param>
/// <param name="Findings">None: all is as the log's key signed it.</param>
public sealed record LogReport(Checkpoint? Checkpoint, ulong Entries, ulong Records, int Chains, IReadOnlyList<LogFinding> Findings)
{
    /// <summary>Whether nothing was found.</summary>
    public bool IsSound => Findings.Count == 0;
}
