using Signpost.Edge.Vision;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Enrols one clip of each person and shows every other clip to a unit: once with everybody on the list, once with the visitor left out, and once more
/// with a unit that decides on the first shot alone.
/// </summary>
/// <param name="Pack">The pack, with its certificate.</param>
/// <param name="Threshold">Of the order.</param>
/// <param name="Rounds">In each round another clip of everybody is enrolled.</param>
/// <param name="Time">Stamps orders and decisions.</param>
/// <param name="Progress">Where it is said how far it is.</param>
internal sealed record ClipRun(ModelPack Pack, float Threshold, int Rounds, TimeProvider Time, Progress Progress)
{
    // A still is chosen among every so many pictures.
    private const int StillEvery = 5;

    private static VisionOptions FirstShot { get; } = new() { ShotsPerVisit = 1, ShotsToDecide = 1, TemplatesPerVisit = 1 };

    public async Task<ClipReport> MeasureAsync(string name, IReadOnlyList<Sample> clips, CancellationToken cancellationToken)
    {
        string[][] people = [.. clips.GroupBy(clip => clip.Person).Select(person => person.Select(clip => clip.File).ToArray())];
        VerifiedOrder order = EvaluationForce.Order(Pack, Threshold, people.Length, Time.GetUtcNow());
        var visits = new List<ClipVisit>();
        using Progress.Steps steps = Progress.Start("clips", clips.Count * Rounds);
        for (int round = 0; round < Rounds; round++)
        {
            string[] enrolled = [.. people.Select(person => person[round % person.Length])];
            var list = new List<(string Person, float[] Template)>();
            for (int person = 0; person < people.Length; person++)
            {
                list.Add(($"person-{person}", await StillAsync(enrolled[person], cancellationToken).ConfigureAwait(false)));
                steps.Step();
            }
            for (int person = 0; person < people.Length; person++)
            {
                foreach (string clip in people[person].Except(enrolled))
                {
                    visits.Add(await VisitAsync(clip, list[person].Person, order, list, cancellationToken).ConfigureAwait(false));
                    steps.Step();
                }
            }
        }
        return ClipReport.Of(Pack, name, Threshold, Rounds, people.Length, clips.Count, visits);
    }

    private async Task<ClipVisit> VisitAsync(
        string clip, string person, VerifiedOrder order, List<(string Person, float[] Template)> list, CancellationToken cancellationToken)
    {
        using ClipFrames frames = await ClipFrames.ReadAsync(clip, cancellationToken).ConfigureAwait(false);
        ClipOutcome all = await ShowAsync(frames, new VisionOptions(), order, list).ConfigureAwait(false);
        ClipOutcome first = await ShowAsync(frames, FirstShot, order, list).ConfigureAwait(false);
        ClipOutcome without = await ShowAsync(frames, new VisionOptions(), order, [.. list.Where(entry => entry.Person != person)]).ConfigureAwait(false);
        return new ClipVisit(person, frames.Lost, all, first, without);
    }

    private async Task<ClipOutcome> ShowAsync(
        ClipFrames frames, VisionOptions options, VerifiedOrder order, IReadOnlyList<(string Person, float[] Template)> list)
    {
        using var unit = new ClipUnit(Pack, options, Time);
        return await unit.ShowAsync(frames, order, list).ConfigureAwait(false);
    }

    /// <summary>The reference an officer would make of a recording: its best still.</summary>
    private async Task<float[]> StillAsync(string clip, CancellationToken cancellationToken)
    {
        using ClipFrames frames = await ClipFrames.ReadAsync(clip, cancellationToken).ConfigureAwait(false);
        using var chain = new FaceChain(Pack);
        FaceRecord? best = null;
        foreach (Hardware.Frame frame in frames.Frames.Where((_, index) => index % StillEvery == 0))
        {
            FaceRecord? face = chain.Record(new BgrImage(frame.Pixels, frame.Width, frame.Height, frame.Stride));
            if (face is not null && (best is null || face.Quality > best.Quality))
                (best, face) = (face, best);
            face?.Dispose();
        }
        using (best)
        {
            return best is null ? throw new DataException($"{clip}: no face was found in it") : TemplateRule.InUse.Reference(best);
        }
    }
}

/// <summary>One clip as a visit.</summary>
/// <param name="Person">Label on the list.</param>
/// <param name="LostPictures">That the machine was too busy to decode in time.</param>
/// <param name="Listed">With everybody on the list.</param>
/// <param name="FirstShot">The same, decided on the first shot alone.</param>
/// <param name="Unlisted">With the visitor left out.</param>
internal sealed record ClipVisit(string Person, long LostPictures, ClipOutcome Listed, ClipOutcome FirstShot, ClipOutcome Unlisted)
{
    /// <summary>The person was reported; score of the last revision.</summary>
    public float? Matched => Score(Listed);

    /// <summary>The same by the first shot alone.</summary>
    public float? MatchedByFirstShot => Score(FirstShot);

    /// <summary>Somebody else was reported.</summary>
    public bool IsFalse => Listed.Events.Any(told => told.Person != Person);

    private float? Score(ClipOutcome outcome) =>
        outcome.Events.Where(told => told.Person == Person).Select(told => (float?)told.Score).Max();
}
