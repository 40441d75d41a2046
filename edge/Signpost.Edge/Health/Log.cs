using Microsoft.Extensions.Logging;

namespace Signpost.Edge.Health;

internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Warning, "Health: no answer from the control plane ({Reason}); trying again")]
    public static partial void NotReported(ILogger logger, string reason);

    [LoggerMessage(1401, LogLevel.Information, "Health: the control plane answers again")]
    public static partial void Reported(ILogger logger);
}
