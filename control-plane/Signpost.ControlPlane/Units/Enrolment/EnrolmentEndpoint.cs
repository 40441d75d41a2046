using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>Takes a new unit in, by claim token. The only service on the listener that asks for no client certificate.</summary>
internal sealed class EnrolmentEndpoint(Enroller enroller, IssuingAuthority authority, EnrolmentOptions options, ILogger<EnrolmentEndpoint> log)
    : Contracts.V1.Enrolment.EnrolmentBase
{
    public override async Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
    {
        var enrolled = await enroller.EnrolAsync(request, context.CancellationToken);
        if (!enrolled.Succeeded(out var unit, out var problem))
        {
            log.EnrolmentRefused(problem.Code);
            throw new RpcException(new Status(Code(problem.Kind), problem.Detail), new Metadata { { "signpost-code", problem.Code } });
        }

        log.Enrolled(unit.Id, unit.Site);
        return new EnrolReply
        {
            UnitId = unit.Id,
            Certificate = ByteString.CopyFrom(unit.Certificate),
            IssuingCa = ByteString.CopyFrom(authority.Certificate.RawData),
            UnitsHost = options.AdvertisedHost,
            UnitsPort = (uint)options.UnitsPort,
            BrokerHost = options.BrokerHost,
            BrokerPort = (uint)options.BrokerPort,
        };
    }

    private static StatusCode Code(ProblemKind kind) => kind switch
    {
        ProblemKind.Unauthenticated => StatusCode.Unauthenticated,
        ProblemKind.Forbidden => StatusCode.PermissionDenied,
        ProblemKind.Conflict => StatusCode.FailedPrecondition,
        _ => StatusCode.InvalidArgument,
    };
}
