using Grpc.Core;

namespace Signpost.Edge.Provisioning;

/// <summary>What the control plane says when it does not believe a certificate: told apart from every kind of outage by a trailer that only it sets.</summary>
public static class RefusalCode
{
    private const string Trailer = "signpost-code";

    /// <summary>Whether the unit is revoked.</summary>
    public static bool IsRevoked(RpcException failure) => Is(failure, "unit.revoked");

    /// <summary>Whether the certificate is not the unit's present one, or nobody's.</summary>
    public static bool IsNotBelieved(RpcException failure) => Is(failure, "unit.superseded") || Is(failure, "unit.unknown");

    private static bool Is(RpcException failure, string code) =>
        failure.StatusCode == StatusCode.PermissionDenied && failure.Trailers.GetValue(Trailer) == code;
}
