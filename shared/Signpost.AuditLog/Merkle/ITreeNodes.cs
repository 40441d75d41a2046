namespace Signpost.AuditLog;

/// <summary>Where the hashes of a tree's perfect subtrees come from.</summary>
internal interface ITreeNodes
{
    /// <summary>Hash over the entries from <paramref name="index"/> · 2^<paramref name="height"/> to the next multiple; the tree holds all of them.</summary>
    TreeHash Node(int height, ulong index);
}
