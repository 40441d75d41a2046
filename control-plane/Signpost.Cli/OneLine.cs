using Signpost.Cli.Api;
using Signpost.Trust;

namespace Signpost.Cli;

/// <summary>Failures that a person can do something about, in one line; anything else is a bug and keeps its stack trace.</summary>
internal static class OneLine
{
    // errno ENOSPC and EDQUOT, which .NET on Linux hands through.
    private const int DiskFull = 28;
    private const int QuotaExceeded = 122;

    public static string? For(Exception e) => e switch
    {
        SetUpException or ApiException or TrustException => e.Message.ReplaceLineEndings(" "),
        IOException { HResult: DiskFull or QuotaExceeded } => $"The disk is full ({e.Message}). Free some space, or keep state elsewhere with --data DIR.",
        UnauthorizedAccessException => $"{e.Message} Check the owner of the folder, or keep state elsewhere with --data DIR.",
        IOException => e.Message.ReplaceLineEndings(" "),
        HttpRequestException => $"The control plane does not answer: {e.Message}",
        _ => null,
    };
}
