using Signpost.Cli.Api;

namespace Signpost.Cli.Demonstration;

/// <summary>The words and numbers of the demonstration's order. The people on its list are volunteers, and the order says so.</summary>
internal static class DemonstrationOrder
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(12);

    /// <summary>An order that ends sooner than this is replaced at the start of a run.</summary>
    public static readonly TimeSpan LeastLeft = TimeSpan.FromHours(1);

    public static readonly TimeSpan EntryLife = TimeSpan.FromDays(7);

    private const string Category = "seeded-volunteer";
    private const string LegalGround = "consent-of-volunteer";

    // DemonstrationScores.Ceiling, as the staff API writes it.
    private const string Ceiling = "one-in-six-thousand";

    public static NewEntry Entry(string person, DateTimeOffset now) => new(
        person,
        Category,
        "Takes part in the demonstration.",
        "Demonstration recording",
        DateOnly.FromDateTime(now.UtcDateTime),
        LegalGround,
        now + EntryLife);

    public static OrderRequest Order(Guid watchlistId, float threshold, IReadOnlyList<string> unitIds, DateTimeOffset now) => new(
        watchlistId,
        "protect-named-event",
        LegalGround,
        "Demonstration square",
        [new(51.5007, -0.1246), new(51.5007, -0.1236), new(51.5013, -0.1236)],
        now - TimeSpan.FromMinutes(1),
        now + Window,
        [Category],
        threshold,
        MathF.Round(threshold - DemonstrationScores.UndecidedMargin, 4),
        Ceiling,
        unitIds,
        "demonstration",
        now - TimeSpan.FromDays(30),
        now,
        "demonstration",
        "demonstration",
        [new("sign-1", 51.5006, -0.1243), new("sign-2", 51.5011, -0.1234)],
        24);

    /// <summary>Where the demonstration's units stand: in the middle of the square.</summary>
    public static CornerMessage Position => new(51.5009, -0.1239);
}
