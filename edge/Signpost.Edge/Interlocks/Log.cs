using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;

namespace Signpost.Edge.Interlocks;

internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "Interlocks: {State}, reasons: {Reasons}")]
    public static partial void StateChanged(ILogger logger, UnitState state, ReasonSet reasons);
}
