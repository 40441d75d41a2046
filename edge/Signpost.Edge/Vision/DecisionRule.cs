using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>What was decided of a visit.</summary>
internal enum VisitDecision
{
    /// <summary>Too few or too poor shots, or a score between the two thresholds: nobody may conclude anything.</summary>
    NoDecision,

    /// <summary>Good enough shots of somebody who is not on the list.</summary>
    NoMatch,

    /// <summary>At or above the authorised threshold: a person has to look.</summary>
    Match,
}

/// <summary>What to tell of a visit that matches.</summary>
internal enum Verdict
{
    /// <summary>Told already.</summary>
    Nothing,

    /// <summary>The first match of this visit.</summary>
    NewEvent,

    /// <summary>A clearly better match for the event that was told: the same entry, or, by a greater margin, another one.</summary>
    Revision,
}

/// <summary>The rules of shots and decisions, as pure functions.</summary>
internal static class DecisionRule
{
    /// <summary>Whether a visit has enough to be compared with the watchlist.</summary>
    public static bool MayDecide(TemplateSet templates, bool hasEnded, VisionOptions options) =>
        templates.Count >= options.ShotsToDecide || (hasEnded && templates.Count > 0 && templates.BestQuality >= options.SingleShotQuality);

    /// <summary>Whether a face of this quality is worth a template.</summary>
    public static bool IsWorthATemplate(TemplateSet templates, int extractions, float quality, VisionOptions options) =>
        quality >= options.LeastQuality && extractions < options.TemplatesPerVisit
        && (!templates.IsFull || quality >= templates.WorstQuality + options.ReplacementGain);

    /// <summary>The three-way decision.</summary>
    /// <param name="hasEnough">Whether the visit has shots enough, and good enough: <see cref="MayDecide"/>.</param>
    /// <param name="best">The best entry.</param>
    /// <param name="thresholds">As authorised. Whatever the second one is, it lets nothing match below the first.</param>
    public static VisitDecision Decide(bool hasEnough, GalleryMatch best, DecisionThresholds thresholds)
    {
        // Written so that a number that is none, as a score or as a threshold, never matches and never clears anybody.
        if (!hasEnough || best.Index < 0 || !(thresholds.Match > 0)) return VisitDecision.NoDecision;
        if (best.Score >= thresholds.Match) return VisitDecision.Match;
        return best.Score < thresholds.NoDecisionFrom && best.Score < thresholds.Match ? VisitDecision.NoMatch : VisitDecision.NoDecision;
    }

    /// <summary>What to tell of a match.</summary>
    /// <param name="match">The best entry, which <see cref="Decide"/> called a match.</param>
    /// <param name="told">What was told of this visit before.</param>
    /// <param name="options">Limits.</param>
    public static Verdict Tell(GalleryMatch match, EventTold told, VisionOptions options)
    {
        if (told.Revision == 0) return Verdict.NewEvent;
        var gain = match.Index == told.Entry ? options.RevisionGain : options.OtherEntryGain;
        return told.Revision < options.Revisions && match.Score >= told.Score + gain ? Verdict.Revision : Verdict.Nothing;
    }
}
