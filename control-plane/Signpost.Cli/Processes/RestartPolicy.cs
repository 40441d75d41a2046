namespace Signpost.Cli.Processes;

/// <summary>How long to wait before a crashed program is started again: doubling, forgotten after a healthy stretch.</summary>
internal static class RestartPolicy
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    /// <param name="crashesInARow">From 1.</param>
    public static TimeSpan Delay(int crashesInARow)
    {
        var factor = Math.Pow(2, Math.Clamp(crashesInARow - 1, 0, 16));
        return First * factor < Longest ? First * factor : Longest;
    }

    /// <summary>The count after a crash: 1 again when the program had run for long enough.</summary>
    public static int CrashesInARow(int before, TimeSpan ran) => ran >= Healthy ? 1 : before + 1;
}
