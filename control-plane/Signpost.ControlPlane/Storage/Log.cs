using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Storage;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Debug, "Transaction tried again after attempt {Attempt}: {Failure}")]
    public static partial void Retrying(this ILogger log, int attempt, string failure);
}
