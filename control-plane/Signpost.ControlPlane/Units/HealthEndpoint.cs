using System.Buffers.Binary;
using Grpc.Core;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts.Ingest;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units;

/// <summary>Takes health reports and answers with the time and what is committed.</summary>
internal sealed class HealthEndpoint(UnitIdentity identity, HealthBoard board, ScoreReports scores, IWatermarks watermarks, TimeSigner clock) : Health.HealthBase
{
    public override async Task<HealthReply> Report(HealthReport request, ServerCallContext context)
    {
        var unit = await identity.RequireAsync(context);
        board.Report(unit.Id, request);
        // The answer tells the unit that its histogram is kept.
        await scores.KeepAsync(unit.Id, request.Scores, context.CancellationToken);
        var nonce = new byte[TimeSigner.NonceLength];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, request.TimeNonceHigh);
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(sizeof(ulong)), request.TimeNonceLow);
        var reply = new HealthReply { Time = clock.Tell(unit.Id, nonce) };
        if (await watermarks.NewestAsync(unit.Id, context.CancellationToken) is { } committed) reply.Committed = committed;
        return reply;
    }
}
