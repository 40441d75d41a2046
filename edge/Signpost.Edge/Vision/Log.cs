using Microsoft.Extensions.Logging;

namespace Signpost.Edge.Vision;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Camera: {Camera} opened")]
    public static partial void CameraOpened(ILogger logger, string camera);

    [LoggerMessage(1101, LogLevel.Warning, "Camera: {Camera} lost: {Reason}")]
    public static partial void CameraLost(ILogger logger, string camera, string reason);

    [LoggerMessage(1102, LogLevel.Information, "Camera: {Camera} came to its end")]
    public static partial void SourceEnded(ILogger logger, string camera);

    [LoggerMessage(1103, LogLevel.Critical, "Frame path: broken ({Kind}); the unit stops")]
    public static partial void FramePathBroken(ILogger logger, string kind);
}
