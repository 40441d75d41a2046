using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Storage;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Debug, "Transaction tried again after attempt {Attempt}: {Failure}")]
    public static partial void Retrying(this ILogger log, int attempt, string failure);

    [LoggerMessage(1101, LogLevel.Error, "A master key that nothing is wrapped under any more could not be destroyed; the next start or deletion tries again")]
    public static partial void MasterNotDestroyed(this ILogger log, Exception failure);
}
