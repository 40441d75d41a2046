using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Signpost.Edge.MatchEvents;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "Match events: connected to {Host}:{Port}; {Pending} not yet committed")]
    public static partial void BrokerConnected(ILogger logger, string host, int port, ulong pending);

    [LoggerMessage(1201, LogLevel.Warning, "Match events: connection to {Host}:{Port} lost; events are kept")]
    public static partial void BrokerLost(ILogger logger, string host, int port);

    [LoggerMessage(1202, LogLevel.Warning, "Match events: {Host}:{Port} cannot be reached ({Reason}); events are kept")]
    public static partial void BrokerUnreachable(ILogger logger, string host, int port, string reason);

    [LoggerMessage(1203, LogLevel.Error, "Match events: {Host}:{Port} refuses this unit ({Result}); events are kept")]
    public static partial void BrokerRefused(ILogger logger, string host, int port, MqttClientConnectResultCode result);

    [LoggerMessage(1204, LogLevel.Warning, "Match events: a message was refused ({Reason}); it is sent again later")]
    public static partial void PublishRefused(ILogger logger, MqttClientPublishReasonCode reason);

    [LoggerMessage(1205, LogLevel.Information, "Match events: sending again from {Watermark}")]
    public static partial void SendingAgain(ILogger logger, ulong watermark);

    [LoggerMessage(1206, LogLevel.Warning, "Match events: a watermark cannot be read; ignored")]
    public static partial void WatermarkMalformed(ILogger logger);

    [LoggerMessage(1207, LogLevel.Error,
        "Match events: the control plane knows messages of this outbox that the outbox does not: the file is an old copy. A new epoch was begun")]
    public static partial void OutboxRolledBack(ILogger logger);

    [LoggerMessage(1208, LogLevel.Error, "Match events: an event cannot be stored (disk full or failing); {Waiting} wait in memory, trying again")]
    public static partial void EventNotStored(ILogger logger, int waiting);

    [LoggerMessage(1209, LogLevel.Error, "Match events: the disk has been failing for too long; an event was lost")]
    public static partial void EventLost(ILogger logger);

    [LoggerMessage(1210, LogLevel.Information, "Match events: event stored as {Sequence}, revision {Revision}")]
    public static partial void EventStored(ILogger logger, ulong sequence, uint revision);

    [LoggerMessage(1211, LogLevel.Error, "Match events: a finding is not complete ({Broken}) and cannot be sent")]
    public static partial void EventIncomplete(ILogger logger, string broken);
}
