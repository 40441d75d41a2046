using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signpost.Edge.Provisioning;

/// <summary>A host and a TCP port.</summary>
public sealed record Endpoint(string Host, int Port);

/// <summary>Who this unit is, whom it believes and where it reports. Two keys that never leave the unit: one for TLS, one that signs.</summary>
public sealed class UnitIdentity(
    string unitId, X509Certificate2 certificate, ECDsa signingKey, X509Certificate2 authority, byte[] rosterRoot, Endpoint units, Endpoint enrolment, Endpoint broker,
    DateTimeOffset issuedAt)
        : IDisposable
{
    /// <summary>The unit's stable id.</summary>
    public string UnitId { get; } = unitId;

    /// <summary>TLS identity, with its private key.</summary>
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>Signs match events and boot keys.</summary>
    public ECDsa SigningKey { get; } = signingKey;

    /// <summary>The only authority that servers' certificates may come from.</summary>
    public X509Certificate2 Authority { get; } = authority;

    /// <summary>SubjectPublicKeyInfo of the force's root.</summary>
    public ReadOnlyMemory<byte> RosterRoot { get; } = rosterRoot;

    /// <summary>The control plane's gRPC services.</summary>
    public Endpoint Units { get; } = units;

    /// <summary>Where certificates are renewed.</summary>
    public Endpoint Enrolment { get; } = enrolment;

    /// <summary>The broker.</summary>
    public Endpoint Broker { get; } = broker;

    /// <summary>The control plane's signed time when the certificate was issued: it is at least that.</summary>
    public DateTimeOffset IssuedAt { get; } = issuedAt;

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        SigningKey.Dispose();
        Authority.Dispose();
    }
}
