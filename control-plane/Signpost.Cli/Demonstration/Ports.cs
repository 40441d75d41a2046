using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>The control plane's four listeners, chosen once: enrolled units keep the addresses.</summary>
internal sealed record Ports(int Console, int Units, int Enrolment, int Broker)
{
    public const int DefaultConsole = 8080;
    private const int LastDefaultConsole = 8089;

    // Below what Linux gives to outgoing connections, so that none of those takes a port between two runs.
    private const int Lowest = 20_000;
    private const int Highest = 30_000;

    /// <summary>
    /// The ports of an earlier run, or new ones. The console takes <paramref name="wantedConsole"/> (0: any free port); without a wish that of the
    /// earlier run, else the first free one of 8080 to 8089.
    /// </summary>
    /// <exception cref="SetUpException">A port is taken by another program.</exception>
    public static Ports LoadOrChoose(DataFolder data, int? wantedConsole)
    {
        var earlier = Load(data);
        var console = wantedConsole switch
        {
            0 => earlier?.Console is { } kept && IsFree(kept) ? kept : AnyFree([]),
            { } wanted => wanted,
            null => earlier?.Console ?? FirstFreeDefault(),
        };
        var ports = earlier is null ? ChooseRest(console) : earlier with { Console = console };
        if (!IsFree(ports.Console)) throw new SetUpException($"Port {ports.Console} is in use. Name another with --console-port N (0: any free one), or stop the program that has it.");
        foreach (var port in new[] { ports.Units, ports.Enrolment, ports.Broker }.Where(p => !IsFree(p)))
        {
            throw new SetUpException($"Port {port} is in use, and the units of {data.Root} know the control plane by it. Stop the program that has it, or start afresh with --data DIR.");
        }
        if (ports != earlier) AtomicFile.Write(data.Ports, JsonSerializer.SerializeToUtf8Bytes(ports, PortsJson.Default.Ports), AtomicFile.OwnerOnly);
        return ports;
    }

    /// <summary>Whether a listener on 127.0.0.1 and on all addresses could be opened now.</summary>
    public static bool IsFree(int port)
    {
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.Any })
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(address, port));
            }
            catch (SocketException)
            {
                return false;
            }
        }
        return true;
    }

    private static Ports? Load(DataFolder data) =>
        File.Exists(data.Ports) ? JsonSerializer.Deserialize(File.ReadAllBytes(data.Ports), PortsJson.Default.Ports) : null;

    private static int FirstFreeDefault()
    {
        for (var port = DefaultConsole; port <= LastDefaultConsole; port++)
        {
            if (IsFree(port)) return port;
        }
        throw new SetUpException($"Ports {DefaultConsole} to {LastDefaultConsole} are all in use. Name another with --console-port N (0: any free one).");
    }

    private static Ports ChooseRest(int console)
    {
        var units = AnyFree([console]);
        var enrolment = AnyFree([console, units]);
        return new(console, units, enrolment, AnyFree([console, units, enrolment]));
    }

    private static int AnyFree(int[] taken)
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            if (!taken.Contains(port) && IsFree(port)) return port;
        }
        throw new SetUpException($"No free port was found between {Lowest} and {Highest}. Stop some of the programs that listen there.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Ports))]
internal sealed partial class PortsJson : JsonSerializerContext;
