using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Units;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Error, "A listener of the unit feed failed")]
    public static partial void HandlerFailed(this ILogger log, Exception failure);

    [LoggerMessage(1201, LogLevel.Information, "Unit {Unit} enrolled at {Site}")]
    public static partial void Enrolled(this ILogger log, string unit, string site);

    [LoggerMessage(1209, LogLevel.Information, "Unit {Unit} asks to be enrolled at {Site}; an administrator or another field engineer has to approve it")]
    public static partial void EnrolmentWaits(this ILogger log, string unit, string site);

    [LoggerMessage(1202, LogLevel.Warning, "Enrolment refused: {Why}")]
    public static partial void EnrolmentRefused(this ILogger log, string why);

    [LoggerMessage(1203, LogLevel.Information, "Unit {Unit} watches its desired state")]
    public static partial void Watching(this ILogger log, string unit);

    [LoggerMessage(1204, LogLevel.Information, "Unit {Unit} watches no more")]
    public static partial void WatchEnded(this ILogger log, string unit);

    [LoggerMessage(1205, LogLevel.Warning, "Unit {Unit} refused: {Why}")]
    public static partial void Refused(this ILogger log, string unit, string why);

    [LoggerMessage(1206, LogLevel.Error, "Health reports could not be stored; kept in memory and tried again")]
    public static partial void HealthNotStored(this ILogger log, Exception failure);

    [LoggerMessage(1208, LogLevel.Warning, "Unit {Unit}: its histogram of scores is not kept: {Why}")]
    public static partial void ScoresNotKept(this ILogger log, string unit, string why);

    [LoggerMessage(1207, LogLevel.Information, "Desired state version {Version} sent to {Unit}")]
    public static partial void DesiredSent(this ILogger log, long version, string unit);
}
