using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Signpost.Edge.Tests.Capture;

/// <summary>
/// A small RTSP camera: a real ffmpeg makes a test picture as MPEG-2 over RTP, and this hands the packets to one client at a time,
/// interleaved on its TCP connection (RFC 2326, section 10.12), behind basic authentication.
/// </summary>
internal sealed class RtspTestServer : IAsyncDisposable
{
    public const string User = "viewer";
    public const string Password = "s3cret-word";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly UdpClient _packets = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Process _picture;
    private readonly Task _serving;
    private TcpClient? _client;

    public RtspTestServer()
    {
        _listener.Start();
        var rtp = ((IPEndPoint)_packets.Client.LocalEndPoint!).Port;
        _picture = TestVideo.Start(
        [
            "-re", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25", "-c:v", "mpeg2video", "-g", "10", "-f", "rtp", $"rtp://127.0.0.1:{rtp}?pkt_size=1200",
        ]);
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the client's line, as a pulled plug would.</summary>
    public void Cut() => _client?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        _picture.Kill();
        await _picture.WaitForExitAsync();
        await _serving;
        _picture.Dispose();
        _packets.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _client = client;
                await TalkAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client left, was cut off, or the test is over.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(_stop.Token) is { } request)
        {
            string sequence = "0", authorization = string.Empty;
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
            {
                sequence = header.StartsWith("CSeq:", StringComparison.OrdinalIgnoreCase) ? header[5..].Trim() : sequence;
                authorization = header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase) ? header[14..].Trim() : authorization;
            }

            var method = request.Split(' ')[0];
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer(method, sequence, authorization)), _stop.Token);
            if (method == "PLAY")
            {
                await RelayAsync(stream);
            }
        }
    }

    private static string Answer(string method, string sequence, string authorization)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Password}"));
        const string description = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=test\r\nt=0 0\r\nm=video 0 RTP/AVP 32\r\na=control:track0\r\n";
        var (status, rest) = method switch
        {
            "OPTIONS" => ("200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n"),
            _ when authorization != expected => ("401 Unauthorized", "WWW-Authenticate: Basic realm=\"camera\"\r\n\r\n"),
            "DESCRIBE" => ("200 OK", $"Content-Type: application/sdp\r\nContent-Length: {description.Length}\r\n\r\n{description}"),
            "SETUP" => ("200 OK", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n"),
            _ => ("200 OK", "Session: 1\r\n\r\n"),
        };
        return $"RTSP/1.0 {status}\r\nCSeq: {sequence}\r\n{rest}";
    }

    private async Task RelayAsync(NetworkStream stream)
    {
        var header = new byte[4];
        while (true)
        {
            var packet = await _packets.ReceiveAsync(_stop.Token);
            header[0] = (byte)'$';
            header[1] = 0;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)packet.Buffer.Length);
            await stream.WriteAsync(header, _stop.Token);
            await stream.WriteAsync(packet.Buffer, _stop.Token);
        }
    }
}
