using System.Globalization;
using System.Text;

namespace Signpost.ModelTools.Evaluation;

/// <summary>One drawing with two axes, as inline SVG: no script, no font, no picture from elsewhere.</summary>
/// <param name="title">Above the drawing.</param>
/// <param name="across">The horizontal axis.</param>
/// <param name="down">The vertical axis.</param>
internal sealed class Svg(string title, Axis across, Axis down)
{
    private const int Width = 640, Height = 400, Left = 70, Right = 20, Top = 40, Bottom = 50;
    private readonly StringBuilder _marks = new();
    private int _legends;

    /// <summary>A line through points; those outside the axes are cut off.</summary>
    public void Line(string name, string colour, IEnumerable<(double X, double Y)> points)
    {
        string path = string.Join(' ', points.Select(point => Text($"{X(point.X):F1},{Y(point.Y):F1}")));
        _marks.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{path}\"/>\n");
        Legend(name, colour);
    }

    /// <summary>Bars from the bottom.</summary>
    public void Bars(string name, string colour, double width, IEnumerable<(double X, double Y)> bars)
    {
        foreach ((double x, double y) in bars.Where(bar => bar.Y > 0))
        {
            double top = Y(y);
            _marks.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{X(x):F1}\" y=\"{top:F1}\" width=\"{X(x + width) - X(x):F1}\" height=\"{Height - Bottom - top:F1}\" fill=\"{colour}\" fill-opacity=\"0.5\"/>\n");
        }
        Legend(name, colour);
    }

    public override string ToString()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(title)}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"20\" font-weight=\"bold\">{Escape(title)}</text>\n");
        foreach (double tick in across.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(tick):F1}\" x2=\"{X(tick):F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#ccc\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(tick):F1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{across.Label(tick)}</text>\n");
        }
        foreach (double tick in down.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):F1}\" y2=\"{Y(tick):F1}\" stroke=\"#ccc\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(tick) + 4:F1}\" text-anchor=\"end\">{down.Label(tick)}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">{Escape(across.Name)}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(down.Name)}</text>\n");
        return svg.Append(_marks).Append("</svg>\n").ToString();
    }

    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private double X(double value) => Left + across.Place(value) * (Width - Left - Right);

    private double Y(double value) => Height - Bottom - down.Place(value) * (Height - Top - Bottom);

    private void Legend(string name, string colour)
    {
        int y = Top + 16 + 18 * _legends++;
        _marks.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Width - Right - 180}\" y=\"{y - 9}\" width=\"10\" height=\"10\" fill=\"{colour}\"/>");
        _marks.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right - 164}\" y=\"{y}\">{Escape(name)}</text>\n");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An axis of a drawing.</summary>
/// <param name="Name">With its unit.</param>
/// <param name="Low">Where it begins; above 0 if it is logarithmic.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Logarithmic">Decades, or equal steps.</param>
internal sealed record Axis(string Name, double Low, double High, bool Logarithmic)
{
    private const int Steps = 5;

    public IEnumerable<double> Ticks => Logarithmic
        ? Enumerable.Range((int)Math.Ceiling(Math.Log10(Low) - 1e-9), Math.Max(1, (int)(Math.Log10(High / Low) + 1e-9) + 1)).Select(power => Math.Pow(10, power))
        : Enumerable.Range(0, Steps + 1).Select(step => Low + (High - Low) * step / Steps);

    /// <summary>0 at the low end to 1 at the high end; what lies beyond is put on the end.</summary>
    public double Place(double value)
    {
        double place = Logarithmic ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
        return Math.Clamp(place, 0, 1);
    }

    public string Label(double tick) => tick.ToString(Logarithmic ? "G2" : "0.##", CultureInfo.InvariantCulture);
}
