using Microsoft.Extensions.Logging;
using Signpost.Edge.MatchEvents;

namespace Signpost.Edge;

internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Error, "Self-test: {Model} does not answer as recorded: {Detail}")]
    public static partial void SelfTestFailed(ILogger logger, string model, string detail);

    [LoggerMessage(901, LogLevel.Error, "Outbox {Path} is damaged; it was put aside as {Aside} and a new one begun")]
    public static partial void OutboxDamaged(ILogger logger, string path, string aside);

    [LoggerMessage(902, LogLevel.Warning, "Control plane's watermark: {Outcome}, now {Sequence}")]
    public static partial void WatermarkMoved(ILogger logger, WatermarkOutcome outcome, ulong sequence);

    [LoggerMessage(903, LogLevel.Error, "No order can name this unit's camera: {Reason}")]
    public static partial void CameraUnidentified(ILogger logger, string reason);

    [LoggerMessage(904, LogLevel.Warning, "The control plane's time is not taken: {Reason}")]
    public static partial void TimeRefused(ILogger logger, string reason);

    [LoggerMessage(905, LogLevel.Error, "The control plane's time cannot be kept for the next start: {Reason}")]
    public static partial void FloorNotKept(ILogger logger, string reason);

    [LoggerMessage(906, LogLevel.Error, "What earlier starts held cannot be vouched for yet: {Reason}")]
    public static partial void EarlierBootsNotSettled(ILogger logger, string reason);
}
