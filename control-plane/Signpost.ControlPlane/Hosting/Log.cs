using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Hosting;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Control plane ready; console at http://localhost:{Port}")]
    public static partial void Ready(this ILogger log, int port);

    [LoggerMessage(1001, LogLevel.Information, "{Accounts} staff accounts made from the initial staff file")]
    public static partial void StaffMade(this ILogger log, int accounts);

    [LoggerMessage(1002, LogLevel.Warning, "No order can be drafted without a certificate of the model pack: {Why}")]
    public static partial void Uncertified(this ILogger log, string why);
}
