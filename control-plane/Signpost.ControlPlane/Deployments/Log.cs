using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Deployments;

internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "Order {Order} expired")]
    public static partial void Expired(this ILogger log, Guid order);

    [LoggerMessage(1401, LogLevel.Information, "Key of order {Order} deleted with the end of its alerts' retention")]
    public static partial void KeyDeleted(this ILogger log, Guid order);

    [LoggerMessage(1403, LogLevel.Warning, "Order {Order} was begun by one officer and ratified by nobody: ended, its alerts and keys deleted")]
    public static partial void NotRatified(this ILogger log, Guid order);

    [LoggerMessage(1402, LogLevel.Error, "Looking for expired orders failed; tried again")]
    public static partial void ExpiryFailed(this ILogger log, Exception failure);
}
