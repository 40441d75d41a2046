using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Broker;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "Hearing match events from the broker at {Host}:{Port}")]
    public static partial void Listening(this ILogger log, string host, int port);

    [LoggerMessage(1501, LogLevel.Warning, "Broker lost; connecting again")]
    public static partial void BrokerLost(this ILogger log);

    [LoggerMessage(1502, LogLevel.Warning, "No connection to the broker at {Host}:{Port}: {Why}")]
    public static partial void NotConnected(this ILogger log, string host, int port, string why);

    [LoggerMessage(1503, LogLevel.Error, "A match message could not be stored; its unit sends it again")]
    public static partial void NotStored(this ILogger log, Exception failure);

    [LoggerMessage(1504, LogLevel.Debug, "Watermark of {Unit} not announced: {Why}")]
    public static partial void NotAnnounced(this ILogger log, string unit, string why);

    [LoggerMessage(1505, LogLevel.Debug, "Message not acknowledged: {Why}")]
    public static partial void NotAcknowledged(this ILogger log, string why);

    [LoggerMessage(1506, LogLevel.Warning, "Client {Client} refused by the broker: its certificate is not that client's, or not believed")]
    public static partial void ConnectionRefused(this ILogger log, string client);

    [LoggerMessage(1507, LogLevel.Warning, "Client {Client} published what it may not")]
    public static partial void PublishRefused(this ILogger log, string client);

    [LoggerMessage(1508, LogLevel.Warning, "Client {Client} subscribed to what it may not")]
    public static partial void SubscriptionRefused(this ILogger log, string client);

    [LoggerMessage(1510, LogLevel.Error, "The list of revoked certificates could not be written; a broker of its own still lets revoked units in")]
    public static partial void RevocationsNotWritten(this ILogger log, Exception failure);

    [LoggerMessage(1509, LogLevel.Error, "Revoked unit {Unit} could not be disconnected from the broker")]
    public static partial void NotDisconnected(this ILogger log, string unit, Exception failure);
}
