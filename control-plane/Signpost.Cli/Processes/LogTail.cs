namespace Signpost.Cli.Processes;

/// <summary>The end of a program's log, for the one line that says why it ended.</summary>
internal static class LogTail
{
    private const int Enough = 8 * 1024;

    /// <summary>The last line with something in it that is not part of a stack trace.</summary>
    public static string LastLine(string log)
    {
        if (!File.Exists(log)) return "it left no log";
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, Enough), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd()
            .Split('\n')
            .Select(line => line.Trim())
            .LastOrDefault(line => line.Length > 0 && !line.StartsWith("at ", StringComparison.Ordinal) && !line.StartsWith("---", StringComparison.Ordinal))
            ?? "its log is empty";
    }
}
