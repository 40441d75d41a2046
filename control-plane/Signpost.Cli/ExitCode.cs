namespace Signpost.Cli;

/// <summary>What the script's caller learns.</summary>
internal static class ExitCode
{
    /// <summary>All well.</summary>
    public const int Success = 0;

    /// <summary>It ran, and its own check of the run (or a test) failed.</summary>
    public const int Failed = 1;

    /// <summary>It could not start; one line on standard error says why and what to do.</summary>
    public const int CannotStart = 2;
}
