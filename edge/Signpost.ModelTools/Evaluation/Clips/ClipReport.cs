using Signpost.Recognition;
using static Signpost.ModelTools.Evaluation.Table;

namespace Signpost.ModelTools.Evaluation;

/// <summary>What <c>evaluate clips</c> found, as its JSON says it: counts of visits, with exact 95 % intervals as if clips were independent.</summary>
/// <param name="Visits">Clips shown with their person on the list.</param>
/// <param name="Matched">Of these, reported as that person.</param>
/// <param name="Missed">Not reported as that person.</param>
/// <param name="FalseVisits">Reported as somebody else.</param>
/// <param name="UnlistedVisits">Clips shown with their person left out.</param>
/// <param name="UnlistedFalse">Of these, reported as anybody.</param>
/// <param name="TrackBreaks">Visits beyond the one that a clip shows.</param>
/// <param name="MatchedByFirstShot">What a unit that decides on the first shot alone would have matched.</param>
/// <param name="MedianScoreGain">Score of a visit less that of its first shot, where both matched: median; null if none did.</param>
internal sealed record ClipReport(
    MeasuredPack Pack, string Data, float Threshold, int Rounds, int People, int Clips, int Visits, int Matched, double MatchedLow, double MatchedHigh,
    int Missed, int FalseVisits, double FalseLow, double FalseHigh, int UnlistedVisits, int UnlistedFalse, double UnlistedLow, double UnlistedHigh,
    long TrackBreaks, int MatchedByFirstShot, double? MedianScoreGain, long LostPictures)
{
    public static ClipReport Of(ModelPack pack, string data, float threshold, int rounds, int people, int clips, IReadOnlyList<ClipVisit> visits)
    {
        var matched = new Proportion(visits.Count(visit => visit.Matched is not null), visits.Count);
        var wrong = new Proportion(visits.Count(visit => visit.IsFalse), visits.Count);
        var unlisted = new Proportion(visits.Count(visit => visit.Unlisted.Events.Count > 0), visits.Count);
        double[] gains =
            [.. visits.Where(visit => visit is { Matched: not null, MatchedByFirstShot: not null }).Select(visit => (double)(visit.Matched! - visit.MatchedByFirstShot!))];
        return new ClipReport(
            MeasuredPack.Of(pack), data, threshold, rounds, people, clips, visits.Count,
            (int)matched.Count, matched.Interval.Low, matched.Interval.High, (int)(matched.Total - matched.Count),
            (int)wrong.Count, wrong.Interval.Low, wrong.Interval.High, visits.Count, (int)unlisted.Count, unlisted.Interval.Low, unlisted.Interval.High,
            visits.Sum(visit => Math.Max(0, visit.Listed.Visits - 1)), visits.Count(visit => visit.MatchedByFirstShot is not null),
            gains.Length == 0 ? null : Sampling.Quantile(gains, 0.5), visits.Sum(visit => visit.LostPictures));
    }

    public void Print()
    {
        Line($"Pack `{Pack.Name}` {Pack.Version}, `{Pack.Digest[..16]}`; data {Data}: {Clips} clips of {People} people, {Rounds} rounds of enrolment; threshold {Threshold:F2}; {LostPictures} pictures lost in decoding.");
        Line($"");
        Head("visits", "count", "of", "95 %");
        Line($"| matched | {Matched} | {Visits} | {MatchedLow:F3} to {MatchedHigh:F3} |");
        Line($"| missed | {Missed} | {Visits} | {1 - MatchedHigh:F3} to {1 - MatchedLow:F3} |");
        Line($"| false, the person on the list | {FalseVisits} | {Visits} | {FalseLow:F3} to {FalseHigh:F3} |");
        Line($"| false, the person not on the list | {UnlistedFalse} | {UnlistedVisits} | {UnlistedLow:F3} to {UnlistedHigh:F3} |");
        Line($"");
        Line($"Track breaks: {TrackBreaks}. Matched by the first shot alone: {MatchedByFirstShot} of {Visits}. Score of the visit over that of its first shot, median: {MedianScoreGain?.ToString("+0.000;-0.000", System.Globalization.CultureInfo.InvariantCulture) ?? "not known"}.");
    }
}
