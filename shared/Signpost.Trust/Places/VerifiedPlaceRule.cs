using System.Globalization;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A place where the force's root forbids or limits use.</summary>
public sealed class VerifiedPlaceRule
{
    internal VerifiedPlaceRule(PlaceRule rule)
    {
        Name = rule.Name;
        Place = new Polygon(rule.Polygon.Select(corner => new Corner(corner.Latitude, corner.Longitude)));
        IsForbidden = rule.Forbidden;
        Purposes = [.. rule.Purposes];
        MaximumEntries = (int)Math.Min(rule.MaxEntries, int.MaxValue);
        MaximumWindow = TimeSpan.FromHours(rule.MaxHours);
    }

    /// <summary>One line.</summary>
    public string Name { get; }

    /// <summary>Where it applies.</summary>
    public Polygon Place { get; }

    /// <summary>Whether there is no use at all.</summary>
    public bool IsForbidden { get; }

    /// <summary>The purposes that it applies to; empty: all.</summary>
    public IReadOnlyList<Purpose> Purposes { get; }

    /// <summary>Most entries of a watchlist; 0: not limited.</summary>
    public int MaximumEntries { get; }

    /// <summary>Longest window of an order; zero: not limited.</summary>
    public TimeSpan MaximumWindow { get; }

    /// <summary>What is wrong with a rule, in words, or null.</summary>
    internal static string? Check(PlaceRule rule)
    {
        if (!Wording.IsLine(rule.Name, OrderRules.MaximumNameLength)) return "a place rule has no name, or not one line";
        if (Polygon.Check([.. rule.Polygon.Select(corner => new Corner(corner.Latitude, corner.Longitude))]) is { } broken) return $"place rule '{rule.Name}': {broken}";
        if (rule.Purposes.Any(purpose => purpose == Purpose.Unspecified || !Enum.IsDefined(purpose))) return $"place rule '{rule.Name}': a purpose is not on the closed list";
        if (rule.Purposes.Distinct().Count() != rule.Purposes.Count) return $"place rule '{rule.Name}': a purpose is named twice";
        if (rule.Forbidden && (rule.MaxEntries, rule.MaxHours) != (0, 0)) return $"place rule '{rule.Name}': forbids, and limits what it forbids";
        if (!rule.Forbidden && (rule.MaxEntries, rule.MaxHours) == (0, 0)) return $"place rule '{rule.Name}': neither forbids nor limits anything";
        return rule.MaxHours > OrderRules.MaximumRetentionHours ? $"place rule '{rule.Name}': {rule.MaxHours} hours" : null;
    }

    /// <summary>Whether it has a say in an order for this purpose and place. A unit that stands where the rule applies stands in the order's place too: then the two touch.</summary>
    internal bool AppliesTo(Purpose purpose, Polygon place) => (Purposes.Count == 0 || Purposes.Contains(purpose)) && Place.Touches(place);

    internal Refusal? CheckWindow(TimeSpan window)
    {
        if (IsForbidden) return new Refusal(RefusalReason.ForbiddenPlace, $"'{Name}' forbids use there.");
        return MaximumWindow > TimeSpan.Zero && window > MaximumWindow
            ? new Refusal(RefusalReason.PlaceLimit, $"'{Name}' allows {Hours(MaximumWindow)} hours there, the order has {Hours(window)}.")
            : null;
    }

    internal Refusal? CheckList(int entries) =>
        MaximumEntries > 0 && entries > MaximumEntries
            ? new Refusal(RefusalReason.PlaceLimit, $"'{Name}' allows {MaximumEntries} entries there, the list has {entries}.")
            : null;

    private static string Hours(TimeSpan span) => span.TotalHours.ToString("0.##", CultureInfo.InvariantCulture);
}
