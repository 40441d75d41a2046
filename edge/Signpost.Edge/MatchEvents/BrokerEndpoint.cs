using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Signpost.Edge.MatchEvents;

/// <summary>Where match events go, and as whom.</summary>
/// <param name="UnitId">MQTT client id, which the broker holds against the certificate's common name.</param>
/// <param name="Host">Host name that the broker's certificate has to carry.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Identity">The unit's certificate with its private key, as it is when a connection is made.</param>
/// <param name="Accepts">Decides on the broker's certificate; TLS has looked at its name.</param>
public sealed record BrokerEndpoint(
    string UnitId, string Host, int Port, Func<X509Certificate2> Identity, Func<X509Certificate?, SslPolicyErrors, bool> Accepts);
