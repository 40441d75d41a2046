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

    [LoggerMessage(1404, LogLevel.Information, "Unit {Unit}: the list of order {Order} is deleted ({Reason})")]
    public static partial void ReceiptKept(this ILogger log, string unit, Guid order, Signpost.Contracts.V1.DeletionReason reason);

    [LoggerMessage(1405, LogLevel.Warning, "Unit {Unit}: a receipt for a list of order {Order} that it was never given")]
    public static partial void ReceiptOfNothing(this ILogger log, string unit, Guid order);

    [LoggerMessage(1406, LogLevel.Error, "Order {Order}: deletion incomplete, a day after its end; without a receipt: {Units}")]
    public static partial void DeletionIncomplete(this ILogger log, Guid order, string units);

    [LoggerMessage(1402, LogLevel.Error, "Looking for expired orders failed; tried again")]
    public static partial void ExpiryFailed(this ILogger log, Exception failure);
}
