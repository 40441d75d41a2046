namespace Signpost.AuditLog;

/// <summary>Names what happened to entries, given the hashes that the tree has.</summary>
internal static class EntryComparison
{
    /// <summary>Compares what should be there with what is.</summary>
    /// <param name="expected">Leaf hashes that the tree has, in order.</param>
    /// <param name="found">Leaf hashes of the entries that are there, in order.</param>
    public static IEnumerable<LogFinding> Compare(IReadOnlyList<TreeHash> expected, IReadOnlyList<TreeHash> found)
    {
        var first = 0;
        while (first < expected.Count && first < found.Count && expected[first] == found[first]) first++;
        if (first == expected.Count && first == found.Count) return [];
        return Merge(Steps(expected, found, first), expected.Count);
    }

    private static IEnumerable<(LogFindingKind Kind, int At)> Steps(IReadOnlyList<TreeHash> expected, IReadOnlyList<TreeHash> found, int first)
    {
        var (inTree, inEntries) = (expected.Skip(first).ToHashSet(), found.Skip(first).ToHashSet());
        var (i, j) = (first, first);
        while (i < expected.Count && j < found.Count)
        {
            if (expected[i] == found[j])
            {
                (i, j) = (i + 1, j + 1);
                continue;
            }

            var (isThere, belongs) = (inEntries.Contains(expected[i]), inTree.Contains(found[j]));
            var kind = (isThere, belongs) switch
            {
                (false, false) => LogFindingKind.Altered,
                (false, true) => LogFindingKind.Deleted,
                (true, false) => LogFindingKind.Inserted,
                _ => LogFindingKind.Reordered,
            };
            yield return (kind, kind == LogFindingKind.Inserted ? j : i);
            if (kind != LogFindingKind.Inserted) i++;
            if (kind != LogFindingKind.Deleted) j++;
        }

        // What stood earlier and is passed now was told there.
        for (; i < expected.Count; i++)
        {
            if (!inEntries.Contains(expected[i])) yield return (LogFindingKind.Deleted, i);
        }

        for (; j < found.Count; j++)
        {
            if (!inTree.Contains(found[j])) yield return (LogFindingKind.Inserted, j);
        }
    }

    private static IEnumerable<LogFinding> Merge(IEnumerable<(LogFindingKind Kind, int At)> steps, int count)
    {
        (LogFindingKind Kind, int From, int To)? open = null;
        foreach (var (kind, at) in steps)
        {
            if (open is { } run && run.Kind == kind && run.To + 1 == at)
            {
                open = run with { To = at };
                continue;
            }

            if (open is { } done) yield return Say(done, count);
            open = (kind, at, at);
        }

        if (open is { } last) yield return Say(last, count);
    }

    private static LogFinding Say((LogFindingKind Kind, int From, int To) run, int count)
    {
        var where = run.From == run.To ? $"entry {run.From}" : $"entries {run.From} to {run.To}";
        return run.Kind switch
        {
            LogFindingKind.Deleted when run.To == count - 1 => new LogFinding(LogFindingKind.Truncated, where, $"Missing, up to the end of the {count} that the tree has."),
            LogFindingKind.Deleted => new LogFinding(run.Kind, where, "In the tree, and not here."),
            LogFindingKind.Altered => new LogFinding(run.Kind, where, "Not what the tree has."),
            LogFindingKind.Inserted => new LogFinding(run.Kind, where, "Here, and not in the tree."),
            _ => new LogFinding(run.Kind, where, "The tree has another one here, which stands elsewhere."),
        };
    }
}
