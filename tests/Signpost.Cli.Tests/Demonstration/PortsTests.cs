using System.Net;
using System.Net.Sockets;
using Signpost.Cli.Demonstration;

namespace Signpost.Cli.Tests.Demonstration;

public sealed class PortsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public PortsTests() => _data = new(_folder.Path);

    [Fact]
    public void Ports_SecondStart_AreThoseOfTheFirst()
    {
        var first = Ports.LoadOrChoose(_data, 0);

        Assert.Equal(first, Ports.LoadOrChoose(_data, null));
        Assert.Equal(first, Ports.LoadOrChoose(_data, 0));
        Assert.Equal(4, new[] { first.Console, first.Units, first.Enrolment, first.Broker }.Distinct().Count());
    }

    [Fact]
    public void Console_PortIsBusy_SaysWhichAndWhatToDo()
    {
        using var listener = Listen();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var refusal = Assert.Throws<SetUpException>(() => Ports.LoadOrChoose(_data, port));

        Assert.Contains($"Port {port} is in use", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--console-port", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_data.Ports));
    }

    [Fact]
    public void Console_AnotherPortWanted_KeepsTheUnitsPorts()
    {
        var first = Ports.LoadOrChoose(_data, 0);
        int free;
        using (var listener = Listen()) free = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Equal(first with { Console = free }, Ports.LoadOrChoose(_data, free));
    }

    [Fact]
    public void Units_PortIsBusy_SaysWhoKnowsItAndWhatToDo()
    {
        var first = Ports.LoadOrChoose(_data, 0);
        using var listener = new TcpListener(IPAddress.Loopback, first.Broker);
        listener.Start();

        var refusal = Assert.Throws<SetUpException>(() => Ports.LoadOrChoose(_data, null));

        Assert.Contains($"Port {first.Broker} is in use", refusal.Message, StringComparison.Ordinal);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    public void Dispose() => _folder.Dispose();
}
