using Grpc.Core;

namespace Signpost.ControlPlane.Units;

/// <summary>Who calls.</summary>
internal static class UnitCalls
{
    /// <summary>Trailer that says what is wrong in a word; units act on it.</summary>
    public const string CodeTrailer = "signpost-code";

    /// <summary>The unit behind the call's client certificate.</summary>
    /// <exception cref="RpcException">PermissionDenied: unknown, superseded or revoked, which the trailer tells apart.</exception>
    public static async Task<Unit> RequireAsync(this UnitIdentity identity, ServerCallContext context) => (await identity.RequireIdentifiedAsync(context)).Unit!;

    /// <summary>The same, with which of its certificates it is.</summary>
    public static async Task<IdentifiedUnit> RequireIdentifiedAsync(this UnitIdentity identity, ServerCallContext context)
    {
        var known = await identity.IdentifyAsync(context.GetHttpContext().Connection.ClientCertificate, context.CancellationToken);
        return known.Belief == UnitBelief.Believed ? known : throw Refused(known.Belief);
    }

    public static RpcException Refused(UnitBelief belief)
    {
        var (code, detail) = belief switch
        {
            UnitBelief.Revoked => ("unit.revoked", "This unit is revoked."),
            UnitBelief.Superseded => ("unit.superseded", "This unit has a newer certificate."),
            _ => ("unit.unknown", "This certificate is not that of an enrolled unit."),
        };
        return new RpcException(new Status(StatusCode.PermissionDenied, detail), new Metadata { { CodeTrailer, code } });
    }
}
