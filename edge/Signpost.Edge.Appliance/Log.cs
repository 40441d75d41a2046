using Microsoft.Extensions.Logging;

namespace Signpost.Edge.Appliance;

internal static partial class Log
{
    [LoggerMessage(800, LogLevel.Information, "Signpost unit {Version} starting, process {Process}")]
    public static partial void Starting(ILogger logger, string version, int process);

    [LoggerMessage(801, LogLevel.Information, "Running as {Unit}")]
    public static partial void Running(ILogger logger, string unit);

    [LoggerMessage(802, LogLevel.Information, "Stopped; nothing of any face is left in memory")]
    public static partial void Stopped(ILogger logger);
}
