using Microsoft.Extensions.Logging;

namespace Signpost.Edge.Provisioning;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "Enrolled as {Unit}; control plane at {Host}:{Port}")]
    public static partial void Enrolled(ILogger logger, string unit, string host, uint port);

    [LoggerMessage(1501, LogLevel.Warning,
        "{Unit} waits to be approved: an administrator, or a field engineer other than the one who made the claim token, approves it in the console (Units). Board {Board}")]
    public static partial void Waiting(ILogger logger, string unit, string board);

    [LoggerMessage(1502, LogLevel.Information, "The certificate of {Unit} was renewed, until {NotAfter:u}")]
    public static partial void Renewed(ILogger logger, string unit, DateTime notAfter);

    [LoggerMessage(1503, LogLevel.Error, "{Unit} is revoked: everything is forgotten, and nothing is tried but one question an hour")]
    public static partial void Revoked(ILogger logger, string unit);

    [LoggerMessage(1504, LogLevel.Error, "The control plane does not believe this certificate of {Unit} ({Reason}); enrol the unit again")]
    public static partial void NotBelieved(ILogger logger, string unit, string reason);

    [LoggerMessage(1505, LogLevel.Warning, "Enrolment service: no answer ({Reason}); trying again")]
    public static partial void EnrolmentUnreachable(ILogger logger, string reason);

    [LoggerMessage(1506, LogLevel.Error, "The certificate is not renewed ({Reason}); trying again")]
    public static partial void NotRenewed(ILogger logger, string reason);

    [LoggerMessage(1507, LogLevel.Warning, "A renewed certificate is not believed ({Reason}) and was dropped; the present one stays")]
    public static partial void CandidateDropped(ILogger logger, string reason);
}
