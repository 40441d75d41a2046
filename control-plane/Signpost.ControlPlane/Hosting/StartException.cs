namespace Signpost.ControlPlane.Hosting;

/// <summary>Why the control plane does not start, in one line that says what to do.</summary>
public sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);

internal static class OneLine
{
    public static string Of(Exception failure) => string.Join(' ', failure.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
