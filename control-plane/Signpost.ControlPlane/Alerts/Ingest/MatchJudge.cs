using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>Decides what a message is worth, from the message and the facts alone; the order of the checks is part of docs/match-event.md.</summary>
internal static class MatchJudge
{
    /// <summary>Payload bytes; a match message with the largest probe allowed stays below.</summary>
    public const int LargestPayload = 640 * 1024;

    /// <summary>Bytes and side of the probe crop.</summary>
    public const int LargestProbe = 512 * 1024;

    public const int LongestProbeSide = 1024;

    /// <summary>A unit's clock may be this far off the window.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>Reads the outside: null when there is no message to speak of, and why.</summary>
    public static MatchEnvelope? Read(IncomingMatch message, out IngestResult refusal)
    {
        if (MatchEnvelope.Read(message.Payload.Span).TryGet(out var envelope, out var why) && envelope.Address.Sequence <= long.MaxValue)
        {
            refusal = IngestResult.Stored;
            return envelope;
        }

        refusal = why?.Reason == RefusalReason.UnknownVersion ? IngestResult.UnknownVersion : IngestResult.Malformed;
        return null;
    }

    public static JudgedMessage Judge(IncomingMatch message, MatchEnvelope envelope, IngestFacts facts)
    {
        var address = envelope.Address;
        if (message.Payload.Length > LargestPayload) return Refuse(IngestResult.TooLarge);
        if (address.UnitId != message.UnitId || facts.SigningKey(message.UnitId) is not { } signingKey) return Refuse(IngestResult.WrongUnit);
        if (facts.Deployment(address.OrderId) is not { } deployment) return Refuse(IngestResult.UnknownDeployment);
        if (!deployment.UnitIds.Contains(message.UnitId)) return Refuse(IngestResult.NotInDeployment);
        if (deployment.Key is null) return Refuse(IngestResult.KeyDeleted);
        if (!MatchOpener.Open(envelope, deployment.Key, signingKey).TryGet(out var match, out var refusal)) return Refuse(Result(refusal.Reason));
        if (Check(match, deployment) is { } wrong) return Refuse(wrong);
        WireId.TryRead(match.EventId, out var eventId);
        var probe = deployment.ListKey.Seal(AlertCells.Probe(message.UnitId, eventId), match.ProbeJpeg.Span);
        return JudgedMessage.Accepted(message, address, new AcceptedMatch(match, eventId, deployment.Id, deployment.References[match.Reference], probe));

        JudgedMessage Refuse(IngestResult result) => JudgedMessage.Refused(message, address, result);
    }

    private static IngestResult? Check(MatchEvent match, DeploymentFacts deployment)
    {
        if (!match.OrderDigest.Span.SequenceEqual(deployment.OrderDigest) || !match.PackDigest.Span.SequenceEqual(deployment.PackDigest)) return IngestResult.WrongDeployment;
        if (!WireId.TryRead(match.BundleId, out var bundle) || bundle != deployment.BundleId) return IngestResult.WrongDeployment;
        // Written so that NaN fails.
        if (!(match.Threshold == deployment.Threshold)) return IngestResult.ThresholdNotAuthorised;
        if (!(match.Score >= deployment.Threshold)) return IngestResult.BelowThreshold;
        if (!deployment.References.ContainsKey(match.Reference)) return IngestResult.UnknownReference;
        var captured = match.CapturedAt.ToDateTimeOffset();
        if (captured < deployment.NotBefore - ClockTolerance || captured > deployment.NotAfter + ClockTolerance) return IngestResult.OutsideWindow;
        if (match.FrameWidth > int.MaxValue || match.FrameHeight > int.MaxValue) return IngestResult.Malformed;
        return IsProbe(match.ProbeJpeg.Memory) ? null : IngestResult.ProbeUnreadable;
    }

    private static bool IsProbe(ReadOnlyMemory<byte> jpeg)
    {
        if (jpeg.Length is 0 or > LargestProbe) return false;
        using var picture = Photograph.Decode(jpeg);
        // A distant face's crop can be smaller than a reference photograph may be: then its header is all that is looked at.
        return picture.Error is PhotographError.None or PhotographError.TooSmall
            && picture.Width is > 0 and <= LongestProbeSide && picture.Height is > 0 and <= LongestProbeSide;
    }

    private static IngestResult Result(RefusalReason reason) => reason switch
    {
        RefusalReason.WrongKey => IngestResult.CannotOpen,
        RefusalReason.BadSignature => IngestResult.BadSignature,
        RefusalReason.WrongUnit => IngestResult.IdentityMismatch,
        RefusalReason.UnknownVersion => IngestResult.UnknownVersion,
        _ => IngestResult.Malformed,
    };
}
