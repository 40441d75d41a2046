using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>
/// Whom the unit takes for its control plane: a server with a certificate of the pinned authority, its host's name, and dates that hold at the time
/// that the control plane signed. The unit's own clock counts for nothing: one that is wrong must neither lock the unit out nor let an old certificate in.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Before the time is known since the boot, dates are held against the floor alone and remembered: the first signed time has to lie within them
/// (<see cref="AgreesWith"/>), or it is not taken. Until then there is no contact, and so no recognition.
/// </remarks>
/// <param name="authority">As pinned at provisioning.</param>
/// <param name="trustedNow">The time, where it is known.</param>
/// <param name="floor">What the time is at least.</param>
public sealed class ServerTrust(X509Certificate2 authority, Func<DateTimeOffset?> trustedNow, Func<DateTimeOffset> floor)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset From, DateTimeOffset To)> _undated = [];

    /// <summary>Trust for a first enrolment: nothing is known of the time.</summary>
    public static ServerTrust WithoutTime(X509Certificate2 authority) => new(authority, () => null, () => DateTimeOffset.MinValue);

    /// <summary>Decides on a server during the handshake.</summary>
    /// <param name="line">Which line; one server stands at its end.</param>
    /// <param name="certificate">What it showed.</param>
    /// <param name="errors">What TLS found; chain errors are judged here, any other is one.</param>
    public bool Accepts(string line, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
        if (trustedNow() is { } now) return PeerCertificates.IsServer(shown, authority, now);
        DateTimeOffset from = shown.NotBefore.ToUniversalTime(), to = shown.NotAfter.ToUniversalTime();
        if (to <= floor() || !PeerCertificates.IsServer(shown, authority, null)) return false;
        lock (_lock) _undated[line] = (from, to);
        return true;
    }

    /// <summary>Whether the server at the line's end showed a certificate that is valid at a time, if its dates were not looked at before.</summary>
    public bool AgreesWith(string line, DateTimeOffset time)
    {
        lock (_lock)
        {
            if (!_undated.TryGetValue(line, out var dates)) return true;
            if (time < dates.From || time >= dates.To) return false;
            _undated.Remove(line);
            return true;
        }
    }
}
