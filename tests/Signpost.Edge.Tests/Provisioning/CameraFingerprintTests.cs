using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Tests.Support;

namespace Signpost.Edge.Tests.Provisioning;

public sealed class CameraFingerprintTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task OfSource_File_IsOfItsContentAndNotOfItsName()
    {
        foreach (var (name, content) in new[] { ("a.mkv", "one"), ("b.mkv", "one"), ("c.mkv", "two") }) await File.WriteAllTextAsync(_folder.File(name), content, TestContext.Current.CancellationToken);
        var prints = await Task.WhenAll(new[] { "a.mkv", "b.mkv", "c.mkv" }.Select(name => CameraFingerprint.OfSourceAsync(_folder.File(name), CancellationToken.None)));
        Assert.Matches("^file:sha256:[0-9a-f]{64}$", prints[0]);
        Assert.Equal(prints[0], prints[1]);
        Assert.NotEqual(prints[0], prints[2]);
    }

    [Fact]
    public async Task OfSource_MissingFile_SaysSo() =>
        Assert.Contains("none.mkv", (await Assert.ThrowsAsync<CameraUnidentifiedException>(() => CameraFingerprint.OfSourceAsync(_folder.File("none.mkv"), CancellationToken.None))).Message, StringComparison.Ordinal);

    [Fact]
    public void OfDevice_WithASerialNumber_IsVendorProductSerial()
    {
        Assert.Equal("v4l2:046d:0825:SN-7", CameraFingerprint.OfDevice("video0", Sysfs("SN-7")));
        Assert.Contains("serial", Assert.Throws<CameraUnidentifiedException>(() => CameraFingerprint.OfDevice("video0", Sysfs(""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfSource_RtspOnThisMachine_IsItsAddressAndOverTlsItsKey()
    {
        using var pki = new TestPki();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var served = Task.Run(async () =>
        {
            using (await listener.AcceptTcpClientAsync()) { }
            using var second = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(second.GetStream());
            await tls.AuthenticateAsServerAsync(pki.Server);
        });
        Assert.Equal("rtsp:127.0.0.1 loopback", await CameraFingerprint.OfSourceAsync($"rtsp://user:secret@127.0.0.1:{port}/1", CancellationToken.None));
        var key = Convert.ToHexStringLower(SHA256.HashData(pki.Server.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.Equal($"rtsp:127.0.0.1 sha256:{key}", await CameraFingerprint.OfSourceAsync($"rtsps://127.0.0.1:{port}/1", CancellationToken.None));
        await served;
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("169.253.1.1")]
    [InlineData("2001:db8::1")]
    public async Task OfSource_AddressElsewhere_IsRefusedWithoutCallingIt(string address)
    {
        var host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        var failure = await Assert.ThrowsAsync<CameraUnidentifiedException>(() => CameraFingerprint.OfSourceAsync($"rtsp://{host}/1", CancellationToken.None));
        Assert.Contains("its own camera", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.9.9", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("172.15.0.1", false)]
    [InlineData("11.0.0.1", false)]
    [InlineData("2a00::1", false)]
    public void IsPrivate_Address_IsThatOfRfc1918AndItsLikes(string address, bool expected) => Assert.Equal(expected, CameraFingerprint.IsPrivate(IPAddress.Parse(address)));

    [Fact]
    public void IsWithin_Network_ComparesThePrefixOnly()
    {
        Assert.True(CameraFingerprint.IsWithin(IPAddress.Parse("10.7.0.9"), IPAddress.Parse("10.7.0.1"), 24));
        Assert.False(CameraFingerprint.IsWithin(IPAddress.Parse("10.7.1.9"), IPAddress.Parse("10.7.0.1"), 24));
        Assert.True(CameraFingerprint.IsWithin(IPAddress.Parse("10.7.1.9"), IPAddress.Parse("10.7.0.1"), 23));
    }

    public void Dispose() => _folder.Dispose();

    private string Sysfs(string serial)
    {
        // As the kernel lays it out: /sys/class/video4linux/video0 → /sys/devices/…/1-1/1-1:1.0/video4linux/video0, device → ../../../1-1:1.0.
        var root = _folder.File(Path.Combine("sys", Guid.NewGuid().ToString("N")));
        var usb = Path.Combine(root, "devices", "usb1", "1-1");
        var node = Path.Combine(usb, "1-1:1.0", "video4linux", "video0");
        Directory.CreateDirectory(node);
        Directory.CreateDirectory(Path.Combine(root, "class"));
        Directory.CreateSymbolicLink(Path.Combine(node, "device"), "../../../1-1:1.0");
        Directory.CreateSymbolicLink(Path.Combine(root, "class", "video0"), "../devices/usb1/1-1/1-1:1.0/video4linux/video0");
        foreach (var (fact, value) in new[] { ("idVendor", "046d"), ("idProduct", "0825"), ("serial", serial) }) File.WriteAllText(Path.Combine(usb, fact), value + "\n");
        return Path.Combine(root, "class");
    }
}
