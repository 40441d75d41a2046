namespace Signpost.AuditLog;

/// <summary>Names in a log's folder; tiles and bundles of entries have theirs from <see cref="Tiles"/>.</summary>
internal static class LogFiles
{
    /// <summary>What the log says of itself, for everybody.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The next one: written, not shown yet.</summary>
    public const string Pending = "checkpoint.pending";

    /// <summary>Held open by the one writer.</summary>
    public const string Lock = "lock";

    /// <summary>The log is made to be read; it holds nothing personal. The process's umask can narrow it.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
}
