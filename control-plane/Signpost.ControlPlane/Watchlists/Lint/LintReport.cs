namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>What can be wrong with a list. Closed.</summary>
public enum FindingKind
{
    /// <summary>Something that every entry must have is missing.</summary>
    Incomplete = 1,

    /// <summary>Two of its alerts were rejected, and nobody has decided since.</summary>
    Suspended = 2,

    /// <summary>It has expired.</summary>
    Expired = 3,

    /// <summary>It expires within the window, and the whole list ends with it.</summary>
    Expiring = 4,

    /// <summary>Its template was made by another model pack than the units'.</summary>
    OtherPack = 5,

    /// <summary>The photograph is poor: its owner is found more rarely, or not at all.</summary>
    PoorQuality = 6,

    /// <summary>Two entries are so alike that they show one person.</summary>
    Duplicate = 7,

    /// <summary>Two entries are alike enough that one can be taken for the other.</summary>
    LookAlikes = 8,

    /// <summary>It matches more people of the cohort than the certificate lets expect (a 'lamb', ISO/IEC 19795-1's term from Doddington's zoo).</summary>
    Lamb = 9,
}

/// <summary>Whether a finding stands in the way.</summary>
public enum FindingSeverity
{
    /// <summary>No order is drafted before it is put right.</summary>
    Error = 1,

    /// <summary>No order is drafted before the author has acknowledged it.</summary>
    Warning = 2,
}

/// <summary>What puts a finding right. Closed.</summary>
public enum Remedy
{
    /// <summary>Remove the entry, and add the person again with what is missing or a better photograph.</summary>
    Replace = 1,

    /// <summary>Remove one of the two, unless both photographs are needed.</summary>
    RemoveOne = 2,

    /// <summary>Make the template again from the kept photograph.</summary>
    Reenrol = 3,

    /// <summary>Keep or withdraw the suspended entry.</summary>
    Decide = 4,

    /// <summary>Compare the pictures, tell the operators, or raise the order's threshold.</summary>
    Look = 5,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Id">Kind and references: the same finding has the same id every time.</param>
/// <param name="Entries">One entry, or two.</param>
/// <param name="Text">For a person; names entries by their references only.</param>
/// <param name="Score">Comparison score, where it is about one.</param>
/// <param name="Acknowledged">Always false for an error.</param>
public sealed record LintFinding(
    string Id, FindingKind Kind, FindingSeverity Severity, IReadOnlyList<Guid> Entries, string Text, Remedy Remedy, float? Score, bool Acknowledged);

/// <summary>All that is wrong with a list.</summary>
/// <param name="Until">Entries that expire before are named.</param>
/// <param name="Entries">That were looked at.</param>
/// <param name="Cohort">Templates of the cohort that they were compared with; 0: there is none, and no lamb is found.</param>
/// <param name="LookAlikesFrom">Comparison score from which two entries count as look-alikes; null: without a certificate of the pack nothing is compared.</param>
/// <param name="DuplicatesFrom">From which they count as one person.</param>
public sealed record LintReport(
    Guid WatchlistId, DateTimeOffset At, DateTimeOffset Until, int Entries, int Cohort, float? LookAlikesFrom, float? DuplicatesFrom, IReadOnlyList<LintFinding> Findings)
{
    /// <summary>Whether an order can be drafted.</summary>
    public bool IsClear => Findings.All(x => x.Acknowledged);
}
