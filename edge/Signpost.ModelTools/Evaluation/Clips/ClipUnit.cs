using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Edge;
using Signpost.Edge.Vision;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ModelTools.Evaluation;

/// <summary>The eyes of a unit, its tracker and its visit code, with nothing else of a unit around them.</summary>
/// <param name="pack">The pack.</param>
/// <param name="options">How it looks at faces.</param>
/// <param name="time">Stamps decisions; tracking goes by the pictures' own times.</param>
internal sealed class ClipUnit(ModelPack pack, VisionOptions options, TimeProvider time) : IMatchSink, IDisposable
{
    private readonly UnitCounters _counters = new();
    private readonly DeploymentSlot _deployments = new();
    private readonly List<MatchFinding> _findings = [];

    /// <summary>Shows a clip to the unit.</summary>
    /// <param name="clip">The pictures.</param>
    /// <param name="order">In force.</param>
    /// <param name="list">Who is on the list: a label and a template each.</param>
    public async Task<ClipOutcome> ShowAsync(ClipFrames clip, VerifiedOrder order, IReadOnlyList<(string Person, float[] Template)> list)
    {
        DateTimeOffset now = time.GetUtcNow();
        _deployments.Promote(new Deployment(
            order, Guid.CreateVersion7(now), order.NotAfter, Gallery.Build(pack.TemplateLength, [.. list.Select(entry => new GalleryEntry(entry.Template))]),
            [.. list.Select(entry => entry.Person)]));
        using var recogniser = new Recogniser(
            pack, _deployments, this, options, _counters, new StageTimings(), time, NullLogger<Recogniser>.Instance);
        await recogniser.Start(new ClipCamera(clip, _counters, now)).ConfigureAwait(false);
        await recogniser.StopAsync().ConfigureAwait(false);
        // The last revision of an event is what an officer sees.
        return new ClipOutcome(
            _counters.Visits, [.. _findings.GroupBy(finding => finding.EventId).Select(visit => visit.MaxBy(finding => finding.Revision)!).Select(told => (told.Reference, told.Score))]);
    }

    bool IMatchSink.TryAccept(MatchFinding finding)
    {
        Array.Clear(finding.ProbeJpeg);
        _findings.Add(finding with { ProbeJpeg = [] });
        return true;
    }

    public void Dispose()
    {
        if (_deployments.Current is { } deployment)
            _deployments.Purge(deployment);
    }
}

/// <summary>What a unit made of a clip.</summary>
/// <param name="Visits">Tracks that counted as visits; more than one is a track that broke, since a clip shows one person throughout.</param>
/// <param name="Events">Whom it reported, with the score of the last revision.</param>
internal sealed record ClipOutcome(long Visits, IReadOnlyList<(string Person, float Score)> Events);
