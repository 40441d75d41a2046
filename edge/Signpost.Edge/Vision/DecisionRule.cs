using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>What a comparison means for a visit.</summary>
internal enum Verdict
{
    /// <summary>Nothing to tell: below the threshold, or told already.</summary>
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

    /// <summary>What to tell of a comparison.</summary>
    /// <param name="match">The best entry.</param>
    /// <param name="threshold">The authorised threshold.</param>
    /// <param name="told">What was told of this visit before.</param>
    /// <param name="options">Limits.</param>
    public static Verdict Judge(GalleryMatch match, float threshold, EventTold told, VisionOptions options)
    {
        // A NaN score must not pass, nor may an order whose threshold is none.
        if (match.Index < 0 || !(match.Score >= threshold) || !(threshold > 0)) return Verdict.Nothing;
        if (told.Revision == 0) return Verdict.NewEvent;
        var gain = match.Index == told.Entry ? options.RevisionGain : options.OtherEntryGain;
        return told.Revision < options.Revisions && match.Score >= told.Score + gain ? Verdict.Revision : Verdict.Nothing;
    }
}
