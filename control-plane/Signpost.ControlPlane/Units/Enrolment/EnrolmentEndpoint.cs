using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>Takes a new unit in, by claim token, and renews certificates, by certificates of any date. The only service on its listener.</summary>
internal sealed class EnrolmentEndpoint(
    Enroller enroller, Renewer renewer, UnitIdentity identity, IssuingAuthority authority, TimeSigner clock, EnrolmentOptions options, ILogger<EnrolmentEndpoint> log)
    : Contracts.V1.Enrolment.EnrolmentBase
{
    public override async Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
    {
        var unit = Require(await enroller.EnrolAsync(request, context.CancellationToken));
        if (unit.IsNew) log.EnrolmentWaits(unit.Id, unit.Site);
        if (unit.Certificate is not null) log.Enrolled(unit.Id, unit.Site);
        return new EnrolReply
        {
            UnitId = unit.Id,
            Certificate = unit.Certificate is { } der ? ByteString.CopyFrom(der) : ByteString.Empty,
            IssuingCa = ByteString.CopyFrom(authority.Certificate.RawData),
            UnitsHost = options.AdvertisedHost,
            UnitsPort = (uint)options.UnitsPort,
            EnrolmentPort = (uint)options.EnrolmentPort,
            BrokerHost = options.BrokerHost,
            BrokerPort = (uint)options.BrokerPort,
            Time = clock.Tell(unit.Id, request.TimeNonce.Span),
        };
    }

    public override async Task<RenewReply> Renew(RenewRequest request, ServerCallContext context)
    {
        var unit = await identity.RequireAsync(context);
        var certificate = Require(await renewer.RenewAsync(unit, request, context.CancellationToken));
        return new RenewReply { Certificate = ByteString.CopyFrom(certificate), Time = clock.Tell(unit.Id, request.TimeNonce.Span) };
    }

    public override async Task<ConfirmReply> Confirm(ConfirmRequest request, ServerCallContext context)
    {
        var known = await identity.RequireIdentifiedAsync(context);
        if (!Require(await renewer.ConfirmAsync(known, context.CancellationToken))) throw UnitCalls.Refused(UnitBelief.Superseded);
        return new ConfirmReply { Time = clock.Tell(known.Unit!.Id, request.TimeNonce.Span) };
    }

    private T Require<T>(Outcome<T> outcome)
    {
        if (outcome.Succeeded(out var value, out var problem)) return value;
        log.EnrolmentRefused(problem.Code);
        throw new RpcException(new Status(Code(problem.Kind), problem.Detail), new Metadata { { UnitCalls.CodeTrailer, problem.Code } });
    }

    private static StatusCode Code(ProblemKind kind) => kind switch
    {
        ProblemKind.Unauthenticated => StatusCode.Unauthenticated,
        ProblemKind.Forbidden => StatusCode.PermissionDenied,
        ProblemKind.Conflict => StatusCode.FailedPrecondition,
        _ => StatusCode.InvalidArgument,
    };
}
