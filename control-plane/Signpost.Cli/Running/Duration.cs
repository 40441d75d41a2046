using System.Globalization;

namespace Signpost.Cli.Running;

/// <summary>Lengths of time as people type them: <c>60s</c>, <c>5m</c>, <c>2h</c>, <c>90</c> (seconds).</summary>
internal static class Duration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length == 0) return false;
        var unit = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            >= '0' and <= '9' => 0,
            _ => -1,
        };
        if (unit < 0) return false;
        var number = unit == 0 ? text : text[..^1];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
        var seconds = value * Math.Max(unit, 1);
        if (seconds is not (> 0 and <= 366 * 86400)) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
