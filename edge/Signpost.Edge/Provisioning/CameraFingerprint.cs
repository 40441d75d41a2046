using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Signpost.Edge.Provisioning;

/// <summary>
/// Tells one camera from another, so that an order binds a unit to its own: <c>v4l2:VENDOR:PRODUCT:SERIAL</c> of a device, <c>rtsp:ADDRESS HOST-KEY</c> of a camera
/// on the unit's own network, <c>file:sha256:DIGEST</c> of a recording. The forms are public: docs/formats.md.
/// </summary>
/// <remarks>An address counts only on a private network that this machine is directly part of: a unit cannot be pointed at a camera system elsewhere.</remarks>
public static class CameraFingerprint
{
    private const int HeadLength = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The fingerprint of an ffmpeg source: device, address or file.</summary>
    /// <exception cref="CameraUnidentifiedException">The camera cannot be told from another, or is where none may be.</exception>
    public static async Task<string> OfSourceAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "rtsp" or "rtsps") return await OfAddressAsync(address!, cancellationToken).ConfigureAwait(false);
            return source.StartsWith("/dev/video", StringComparison.Ordinal) ? OfDevice(Path.GetFileName(source), "/sys/class/video4linux") : OfFile(source);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            throw new CameraUnidentifiedException($"The camera cannot be identified: {failure.Message}", failure);
        }
    }

    /// <summary>Names and lengths of a folder's pictures.</summary>
    public static string OfImages(string pattern)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(pattern))!;
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var text = string.Join('\n', files.Select(file => $"{Path.GetFileName(file)} {new FileInfo(file).Length.ToString(CultureInfo.InvariantCulture)}"));
        return "file:sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    internal static string OfDevice(string name, string sysfs)
    {
        // The node and its device are links, the second relative to where the first leads: to the USB interface, whose parent is the USB device with its descriptors.
        var device = Path.GetDirectoryName(Resolve(Path.Combine(Resolve(Path.Combine(sysfs, name)), "device")))!;
        string[] facts = [.. new[] { "idVendor", "idProduct", "serial" }.Select(fact => Path.Combine(device, fact)).Select(path => File.Exists(path) ? File.ReadAllText(path).Trim() : "")];
        return facts.All(fact => fact.Length > 0)
            ? $"v4l2:{string.Join(':', facts)}"
            : throw new CameraUnidentifiedException($"/dev/{name} has no serial number: an order could not tell it from another camera. Use one that has.");
    }

    internal static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        var bits = BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
        return bits >> 24 == 10 || bits >> 20 == 0xAC1 || bits >> 16 is 0xC0A8 or 0xA9FE;
    }

    internal static bool IsWithin(IPAddress address, IPAddress network, int prefixLength) => new IPNetwork(Masked(network, prefixLength), prefixLength).Contains(address);

    // Of a large recording its head and its length tell enough: this is no proof of what it shows.
    private static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[(int)Math.Min(HeadLength, file.Length)];
        file.ReadExactly(head);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, file.Length);
        return "file:sha256:" + Convert.ToHexStringLower(SHA256.HashData([.. head, .. length]));
    }

    private static async Task<string> OfAddressAsync(Uri source, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(source.DnsSafeHost, patience.Token).ConfigureAwait(false);
            if (addresses is not [var address, ..]) throw new CameraUnidentifiedException($"{source.DnsSafeHost} has no address.");
            if (!IsPrivate(address) || !IsOnOwnNetwork(address))
                throw new CameraUnidentifiedException($"{address} is not on a private network of this unit: a unit looks through its own camera, and through no camera system elsewhere.");
            using var socket = new TcpClient(address.AddressFamily);
            await socket.ConnectAsync(address, source.Port > 0 ? source.Port : source.Scheme == "rtsps" ? 322 : 554, patience.Token).ConfigureAwait(false);
            var key = source.Scheme == "rtsps" ? await HostKeyAsync(socket, source.DnsSafeHost, patience.Token).ConfigureAwait(false)
                : IPAddress.IsLoopback(address) ? "loopback"
                : LinkAddress(address);
            return $"rtsp:{address} {key}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CameraUnidentifiedException($"{source.DnsSafeHost} did not answer within {Patience.TotalSeconds:0} s.");
        }
    }

    private static async Task<string> HostKeyAsync(TcpClient socket, string host, CancellationToken cancellationToken)
    {
        // Cameras sign for themselves: what counts is that it is the same key as the one in the order.
        var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: true);
        await using (tls.ConfigureAwait(false))
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, cancellationToken).ConfigureAwait(false);
            using var certificate = new X509Certificate2(tls.RemoteCertificate!);
            return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        }
    }

    // Without TLS the camera has no key; its link address is what there is to tell it by.
    private static string LinkAddress(IPAddress address) =>
        File.ReadLines("/proc/net/arp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(fields => fields.Length > 3 && fields[0] == address.ToString()) is { } entry
                ? "link:" + entry[3]
                : throw new CameraUnidentifiedException($"{address} has no link address: it is not on this unit's own network.");

    private static bool IsOnOwnNetwork(IPAddress address) =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Any(own => own.Address.AddressFamily == address.AddressFamily && IsWithin(address, own.Address, own.PrefixLength));

    private static string Resolve(string path) => Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static IPAddress Masked(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < 8 * bytes.Length; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}

/// <summary>A camera that no order could name.</summary>
public sealed class CameraUnidentifiedException(string message, Exception? cause = null) : Exception(message, cause);
