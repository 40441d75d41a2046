using System.Globalization;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>What a log says of itself: how many entries it has, and their root (C2SP tlog-checkpoint). Extension lines are refused: nothing here knows one.</summary>
/// <param name="Origin">The log's name, one line; the name of the key that signs it.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">RFC 6962's hash of all of them.</param>
public sealed record Checkpoint(string Origin, ulong Size, TreeHash Root)
{
    private const int Lines = 3;

    /// <summary>Reads a note's text.</summary>
    /// <returns>The checkpoint, or Malformed.</returns>
    public static Result<Checkpoint> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        if (lines.Length != Lines + 1 || lines[Lines].Length != 0) return Malformed("not three lines: origin, size, root");
        if (lines[0].Length == 0) return Malformed("no origin");
        if (!ulong.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != lines[1])
            return Malformed("the size is not a number in its one form");
        if (NoteText.ReadBase64(lines[2]) is not { Length: TreeHash.Length } root) return Malformed("the root is not base64 of 32 bytes");
        var checkpoint = new Checkpoint(lines[0], size, new TreeHash(root));
        return size != 0 || checkpoint.Root == TreeHash.Empty ? checkpoint : Malformed("no entries, and not the root of none");
    }

    /// <summary>The note's text.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.ToArray())}\n");

    private static Refusal Malformed(string what) => new(RefusalReason.Malformed, $"Checkpoint: {what}.");
}
