using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Signpost.Edge.Appliance;

/// <summary>Log lines as plain text on standard output: time (UTC), level, message; one line each, for a journal or a file.</summary>
internal sealed class PlainConsole(TimeProvider time) : ILoggerProvider, ILogger
{
    private static readonly Lock Gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var at = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = $"{at} {Name(logLevel)} {eventId.Id} {formatter(state, exception).ReplaceLineEndings(" ")}";
        lock (Gate) Console.Out.WriteLine(line);
    }

    public void Dispose()
    {
        // The console outlives it.
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
