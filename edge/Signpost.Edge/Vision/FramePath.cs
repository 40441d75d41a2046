using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.Edge.Tracking;
using Signpost.Hardware;
using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>
/// What happens to one frame: faces → tracks → shots → the visit's template → comparison → match finding, or zeros. Runs on one thread, touches no
/// network and no disk, and allocates only for a match.
/// </summary>
internal sealed class FramePath : IDisposable
{
    private readonly FaceModels _models;
    private readonly Tracker _tracker;
    private readonly Visit[] _visits;
    private readonly float[] _looks = GC.AllocateArray<float>(Tracker.MaximumFaces * Appearance.Length, pinned: true);
    private readonly DeploymentSlot _deployments;
    private readonly Decider _decider;
    private readonly VisionOptions _options;
    private readonly UnitCounters _counters;
    private readonly StageTimings _timings;
    private readonly TimeProvider _time;
    private Deployment? _lastDeployment;
    private int _firstSlot;

    public FramePath(
        ModelPack pack, DeploymentSlot deployments, IMatchSink sink, VisionOptions options, UnitCounters counters, StageTimings timings,
        TimeProvider time)
    {
        (_deployments, _options, _counters, _timings, _time) = (deployments, options, counters, timings, time);
        _models = new FaceModels(pack);
        _tracker = new Tracker(options.Tracker);
        _decider = new Decider(sink, options, counters, timings, time);
        _visits = new Visit[options.Tracker.Capacity];
        for (var i = 0; i < _visits.Length; i++) _visits[i] = new Visit(options, pack.TemplateLength);
        Rehearsal.Run(options, pack.TemplateLength);
    }

    /// <summary>Looks at a frame under the deployment in force; without one, at nothing.</summary>
    public void Process(Frame frame)
    {
        var deployment = _deployments.Rent();
        try
        {
            if (deployment is not { HasWatchlist: true })
            {
                Forget();
                _lastDeployment = null;
                return;
            }

            Renew(deployment);
            Look(frame, deployment);
        }
        finally
        {
            deployment?.Return();
        }
    }

    /// <summary>Ends every visit: those that can be decided are, and nothing of any face stays.</summary>
    public void Finish()
    {
        var deployment = _deployments.Rent();
        try
        {
            _tracker.EndAll();
            EndVisits(deployment);
        }
        finally
        {
            deployment?.Return();
            Forget();
            _models.Erase();
            _lastDeployment = null;
        }
    }

    public void Dispose()
    {
        Forget();
        _models.Dispose();
    }

    internal bool IsBlank => _models.IsBlank && !_looks.AsSpan().ContainsAnyExcept(0f) && _tracker.IsBlank && Array.TrueForAll(_visits, visit => visit.IsBlank);

    private void Look(Frame frame, Deployment deployment)
    {
        var image = new BgrImage(frame.Pixels, frame.Width, frame.Height, frame.Stride);
        _timings.Decode.Record(frame.DecodeTime);
        var start = _time.GetTimestamp();
        var faces = _models.Detect(image);
        var detected = _time.GetTimestamp();
        var visits = Track(image, faces, frame.CapturedAt);
        var tracked = _time.GetTimestamp();
        _timings.Detect.Record(_time.GetElapsedTime(start, detected));
        _timings.Track.Record(_time.GetElapsedTime(detected, tracked));
        _counters.AddFrame(faces.Length);
        _counters.AddVisits(visits);

        EndVisits(deployment);
        BeginVisits();
        Shoot(image, faces, frame.CapturedAt, deployment);
    }

    private int Track(in BgrImage image, ReadOnlySpan<FaceBox> faces, DateTimeOffset at)
    {
        var looks = _looks.AsSpan(0, faces.Length * Appearance.Length);
        try
        {
            Appearance.Describe(image, faces, looks);
            return _tracker.Update(faces, at, looks, new FrameView(image.Width, image.Height));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(looks));
        }
    }

    // A visit ends before its slot's next one begins; the scrub comes once, however many ended.
    private void EndVisits(Deployment? deployment)
    {
        var lookedAt = false;
        foreach (var slot in _tracker.Ended)
        {
            var visit = _visits[slot];
            if (visit.TrackId == 0) continue;
            _decider.Conclude(visit, deployment is { HasWatchlist: true } && ReferenceEquals(deployment, _lastDeployment) ? deployment : null);
            lookedAt |= visit.IsLookedAt;
            visit.End();
        }

        if (lookedAt) _models.Scrub();
    }

    // Every track that counts as a visit has one, also in a crowd in which it gets no shot: so that every visit is decided in the end.
    private void BeginVisits()
    {
        for (var slot = 0; slot < _visits.Length; slot++)
        {
            ref readonly var track = ref _tracker.Tracks[slot];
            if (track.IsConfirmed && _visits[slot].TrackId != track.Id) _visits[slot].Begin(track.Id, track.FirstSeen);
        }
    }

    private void Shoot(in BgrImage image, ReadOnlySpan<FaceBox> faces, DateTimeOffset at, Deployment deployment)
    {
        var shots = 0;
        for (var i = 0; i < _visits.Length && shots < _options.ShotsPerFrame; i++)
        {
            // Everybody gets a turn, also in a crowd.
            var slot = (_firstSlot + i) % _visits.Length;
            ref readonly var track = ref _tracker.Tracks[slot];
            if (!track.IsConfirmed || track.Face < 0) continue;
            var visit = _visits[slot];
            // A visit that has its templates is followed, and not looked at any more.
            if (visit.Extractions >= _options.TemplatesPerVisit) continue;
            var face = faces[track.Face];
            // Half a face is no shot, and its picture would show nobody.
            if (face.Width < _options.LeastFaceWidth || new FrameView(image.Width, image.Height).IsLeftBy(face) || (at - visit.LastTry).Duration() < _options.ShotInterval) continue;
            shots++;
            visit.LastTry = at;
            var start = _time.GetTimestamp();
            if (TakeShot(image, face, at, visit, deployment))
            {
                _timings.Embed.Record(_time.GetElapsedTime(start));
                _decider.Decide(visit, deployment, hasEnded: false);
            }

            if (shots == _options.ShotsPerFrame) _firstSlot = slot + 1;
        }

        if (shots > 0) _models.Wipe();
    }

    private bool TakeShot(in BgrImage image, in FaceBox face, DateTimeOffset at, Visit visit, Deployment deployment)
    {
        var measured = _models.Prepare(image, face);
        var quality = measured.Unified;
        if (!DecisionRule.IsWorthATemplate(visit.Templates, visit.Extractions, quality, _options)) return false;
        var template = _models.Extract();
        visit.Extractions++;
        if (visit.Templates.Count > 0 && visit.Templates.Compare(template) < _options.SwapCosine)
        {
            // One such shot is a blink or a blur; a second one is another person on the same track.
            if (++visit.Strangers < 2) return false;
            Swap(visit, at, deployment);
        }

        visit.Strangers = 0;
        visit.Templates.Add(template, new ShotFacts(at, quality, face.Width, measured.Components));
        if (quality > visit.Probe.Quality) visit.Probe.Take(image, face, quality);
        return true;
    }

    // The first person's visit is over, as if the track had ended; the second one's begins with the shot at hand. What the models hold of the first
    // was overwritten by the two shots of the second.
    private void Swap(Visit visit, DateTimeOffset at, Deployment deployment)
    {
        var track = visit.TrackId;
        _decider.Conclude(visit, deployment);
        visit.Begin(track, at);
        (visit.LastTry, visit.Extractions) = (at, 1);
        _counters.AddVisits(1);
    }

    // Scores under one order are no evidence under the next: every visit starts over.
    private void Renew(Deployment deployment)
    {
        if (ReferenceEquals(deployment, _lastDeployment)) return;
        if (_lastDeployment is not null) Forget();
        _lastDeployment = deployment;
        _counters.Scores.Begin(deployment.Order.OrderId, deployment.BundleId, deployment.Entries);
    }

    private void Forget()
    {
        var anything = false;
        foreach (var visit in _visits)
        {
            if (visit.TrackId == 0) continue;
            anything = true;
            _decider.Conclude(visit, null);
            visit.End();
        }

        _tracker.EndAll();
        if (anything || !_models.IsBlank) _models.Scrub();
    }
}
