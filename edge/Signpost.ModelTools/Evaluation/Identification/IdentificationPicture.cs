using System.Text;

namespace Signpost.ModelTools.Evaluation;

/// <summary>The curve and the histogram of an identification as one page that stands alone: counts only, no face and no name.</summary>
internal static class IdentificationPicture
{
    private const double BinWidth = 0.02, LeastRate = 1e-4;
    private static readonly string[] Colours = ["#1f5fa8", "#c1651a"];

    /// <param name="report">What was measured.</param>
    /// <param name="curves">The packs by name, the measured one first.</param>
    public static string Page(IdentificationReport report, IReadOnlyList<(string Name, OpenSetScores Scores)> curves)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Identification accuracy</title>\n");
        page.Append("<style>body{font-family:sans-serif;max-width:720px;margin:2em auto}text{font-size:12px}</style>\n");
        page.Append($"<h1>Identification on {Svg.Escape(report.Data)}</h1>\n");
        page.Append(FormattableString.Invariant(
            $"<p>{report.Enrolled} people enrolled, {report.MatedSearches} mated and {curves[0].Scores.NonMated} non-mated searches. Pack {Svg.Escape(report.Pack.Name)} {Svg.Escape(report.Pack.Version)}, {report.Pack.Digest[..16]}.</p>\n"));
        page.Append(Det(curves)).Append(Histogram(curves[0].Scores));
        page.Append("<table><tr><th>FPIR at most</th><th>threshold</th><th>false positives</th><th>TPIR</th><th>95 %</th></tr>\n");
        foreach (OperatingPoint point in report.OperatingPoints)
        {
            page.Append(FormattableString.Invariant(
                $"<tr><td>{point.Fpir:G3}</td><td>{point.Threshold:F3}</td><td>{point.FalsePositives} of {point.NonMatedSearches}</td><td>{point.Tpir:F4}</td><td>{point.TpirLow:F4} to {point.TpirHigh:F4}</td></tr>\n"));
        }
        return page.Append("</table>\n</html>\n").ToString();
    }

    private static string Det(IReadOnlyList<(string Name, OpenSetScores Scores)> curves)
    {
        var svg = new Svg(
            "Detection error trade-off",
            new Axis("false positive identification rate (FPIR)", LeastRate, 1, Logarithmic: true),
            new Axis("false negative identification rate (FNIR)", 1e-3, 1, Logarithmic: true));
        for (int index = 0; index < curves.Count; index++)
            svg.Line(curves[index].Name, Colours[index % Colours.Length], curves[index].Scores.Curve().Select(point => (point.Fpir, point.Fnir)));
        return svg.ToString();
    }

    private static string Histogram(OpenSetScores scores)
    {
        (double, double)[] mated = Bins(scores.MatedScores, scores.Mated), nonMated = Bins([.. scores.NonMatedScores], scores.NonMated);
        double highest = Math.Max(0.05, mated.Concat(nonMated).Select(bin => bin.Item2).DefaultIfEmpty().Max());
        var svg = new Svg(
            "Scores of the best entry",
            new Axis("comparison score", 0, 1, Logarithmic: false),
            new Axis("share of searches in a bin of 0.02", 0, highest, Logarithmic: false));
        svg.Bars("non-mated", Colours[1], BinWidth, nonMated);
        svg.Bars("mated, right person", Colours[0], BinWidth, mated);
        return svg.ToString();
    }

    private static (double, double)[] Bins(IReadOnlyList<float> scores, int total)
    {
        int[] counts = new int[(int)Math.Round(1 / BinWidth)];
        foreach (float score in scores)
            counts[Math.Clamp((int)(score / BinWidth), 0, counts.Length - 1)]++;
        return [.. counts.Select((count, bin) => (bin * BinWidth, total == 0 ? 0 : (double)count / total))];
    }
}
