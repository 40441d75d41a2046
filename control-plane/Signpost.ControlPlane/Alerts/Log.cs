using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Alerts;

internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Error, "A listener of the alert feed failed")]
    public static partial void HandlerFailed(this ILogger log, Exception failure);

    [LoggerMessage(1301, LogLevel.Warning, "Message {Sequence} of {Unit} refused: {Result}")]
    public static partial void MessageRefused(this ILogger log, string unit, long sequence, string result);

    [LoggerMessage(1302, LogLevel.Warning, "Message of {Unit} without an identity refused: {Result}")]
    public static partial void UnaddressedRefused(this ILogger log, string unit, string result);

    [LoggerMessage(1303, LogLevel.Debug, "{Messages} messages committed, {Stored} of them new")]
    public static partial void Committed(this ILogger log, int messages, int stored);

    [LoggerMessage(1304, LogLevel.Error, "{Messages} messages could not be stored; their units send them again")]
    public static partial void IngestFailed(this ILogger log, Exception failure, int messages);
}
