using Microsoft.Extensions.Logging;

namespace Signpost.Edge.Provisioning;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "Enrolled as {Unit}; control plane at {Host}:{Port}")]
    public static partial void Enrolled(ILogger logger, string unit, string host, uint port);
}
