using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;

namespace Signpost.Edge.Watchlists;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information,
        "Order {Order}: taken with bundle {Bundle}, {Entries} entries, threshold {Threshold}, until {NotAfter:u}")]
    public static partial void Taken(ILogger logger, Guid order, Guid bundle, int entries, float threshold, DateTimeOffset notAfter);

    [LoggerMessage(1001, LogLevel.Warning, "Desired state {Version} refused: {Reason}: {Detail}")]
    public static partial void Refused(ILogger logger, ulong version, RefusalReason reason, string detail);

    [LoggerMessage(1002, LogLevel.Information, "Order and watchlist forgotten")]
    public static partial void Forgotten(ILogger logger);

    [LoggerMessage(1003, LogLevel.Warning, "Control plane cannot be reached ({Status}: {Detail}); trying again")]
    public static partial void ControlPlaneUnreachable(ILogger logger, StatusCode status, string detail);

    [LoggerMessage(1004, LogLevel.Information, "Control plane ended the line; connecting again")]
    public static partial void StreamEnded(ILogger logger);

    [LoggerMessage(1006, LogLevel.Information, "Order {Order}: list {Bundle} deleted ({Reason}); receipt signed")]
    public static partial void ListDeleted(ILogger logger, Guid order, Guid bundle, DeletionReason reason);

    [LoggerMessage(1007, LogLevel.Information, "Receipt {Receipt}: the control plane has it")]
    public static partial void ReceiptTaken(ILogger logger, string receipt);

    [LoggerMessage(1008, LogLevel.Error, "Order {Order}: the receipt of its list's deletion cannot be kept ({Reason}); the next start signs it")]
    public static partial void ReceiptNotKept(ILogger logger, Guid order, string reason);

    [LoggerMessage(1009, LogLevel.Warning, "A deletion receipt is not taken ({Reason}); trying again")]
    public static partial void ReceiptNotTaken(ILogger logger, string reason);

    [LoggerMessage(1010, LogLevel.Information, "Order {Order}: {Count} of the list's entries are withdrawn and match nobody")]
    public static partial void Withdrawn(ILogger logger, Guid order, int count);

    [LoggerMessage(1011, LogLevel.Warning, "The ciphertext of an earlier list cannot be deleted ({Reason}); nobody has its key")]
    public static partial void EarlierNotDeleted(ILogger logger, string reason);

    [LoggerMessage(1005, LogLevel.Error, "Desired state cannot be loaded ({Kind}: {Reason}); trying again")]
    public static partial void StateNotLoaded(ILogger logger, string kind, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "The desired state came without a time that can be believed, and no order is held against the unit's own clock; asking again")]
    public static partial void TimeUnknown(ILogger logger);
}
