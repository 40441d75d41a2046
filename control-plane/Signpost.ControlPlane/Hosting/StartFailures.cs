using System.Data.Common;
using Microsoft.AspNetCore.Connections;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>Failures that a person can do something about, as one line.</summary>
internal static class StartFailures
{
    /// <summary>Null for a bug, which shall be seen with its stack.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartException or TrustException or KeyStoreException => OneLine.Of(failure),
        IOException { InnerException: AddressInUseException } or AddressInUseException =>
            $"{OneLine.Of(failure)} Choose another port in the configuration, or stop the program that has it.",
        DbException => $"The database cannot be used: {OneLine.Of(failure)}. Look at its address, its rights and the room on its disk.",
        UnauthorizedAccessException => $"{OneLine.Of(failure)} Give the control plane's user the right to it.",
        IOException => $"{OneLine.Of(failure)} Look at the path, its rights and the room on its disk.",
        System.Net.Sockets.SocketException => $"Cannot listen: {OneLine.Of(failure)}",
        _ => failure.InnerException is { } cause ? Explain(cause) : null,
    };
}
