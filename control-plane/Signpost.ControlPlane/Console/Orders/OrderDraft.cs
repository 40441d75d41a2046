using Signpost.Contracts.V1;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Watchlists;
using Signpost.Trust;

namespace Signpost.ControlPlane.Console.Orders;

/// <summary>What the author typed so far. Times are the person's wall clock.</summary>
internal sealed class OrderDraft
{
    /// <summary>Where the demonstration's pack separates well; the author decides, and the authorising officer reads it.</summary>
    private const float UsualThreshold = 0.46f;

    /// <summary>So far below the threshold a visit is left undecided rather than let go: docs/watchlist.md.</summary>
    private const float Undecided = 0.05f;

    private const int UsualRetentionHours = 24;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    public Guid WatchlistId { get; set; }

    public Purpose Purpose { get; set; } = Purpose.LocateWantedPerson;

    public LegalGround LegalGround { get; set; } = LegalGround.WarrantOfArrest;

    public string PlaceName { get; set; } = "";

    public string Corners { get; set; } = "";

    public DateTime From { get; set; }

    public DateTime To { get; set; }

    public SortedSet<Category> Categories { get; } = [];

    public SortedSet<string> UnitIds { get; } = new(StringComparer.Ordinal);

    public float Threshold { get; set; } = UsualThreshold;

    public float NoDecisionFrom { get; set; } = UsualThreshold - Undecided;

    public FalseAlertCeiling Ceiling { get; set; } = FalseAlertCeiling.OneInSixThousand;

    public string EvidenceReference { get; set; } = "";

    public DateOnly EvidenceFrom { get; set; }

    public DateOnly EvidenceTo { get; set; }

    public string ConsultationReference { get; set; } = "";

    public string AssessmentReference { get; set; } = "";

    /// <summary>One sign a line: latitude, longitude.</summary>
    public string Signs { get; set; } = "";

    public int StaleLimitMinutes { get; set; } = 60;

    public int WatchlistRetentionHours { get; set; } = 24;

    /// <summary>Why it cannot wait for a second person; only an authorising officer may say so.</summary>
    public string UrgencyReason { get; set; } = "";

    public int AlertRetentionHours { get; set; } = UsualRetentionHours;

    /// <summary>The order in force that it follows, or null.</summary>
    public Guid? ReplacesId { get; set; }

    /// <summary>From this minute for four hours.</summary>
    public static OrderDraft Start(DateTime now, WatchlistView? list)
    {
        var minute = now.Date.AddMinutes(Math.Floor(now.TimeOfDay.TotalMinutes));
        return new OrderDraft { WatchlistId = list?.Id ?? Guid.Empty, From = minute, To = minute.AddHours(4), EvidenceFrom = DateOnly.FromDateTime(minute).AddDays(-30), EvidenceTo = DateOnly.FromDateTime(minute) };
    }

    /// <summary>Starts from the lowest threshold, not below the usual one, that the pack's certificate allows for so many entries.</summary>
    public void RestOn(PackCertificate certificate, int entries)
    {
        Threshold = certificate.LowestThresholdFor(entries, Ceiling, UsualThreshold) ?? UsualThreshold;
        NoDecisionFrom = Threshold - Undecided;
    }

    public void Toggle(Category category, bool on)
    {
        if (on) Categories.Add(category);
        else Categories.Remove(category);
    }

    public void ToggleUnit(string id, bool on)
    {
        if (on) UnitIds.Add(id);
        else UnitIds.Remove(id);
    }

    /// <summary>Everything that stands against drafting it, at once, each with what to do.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        var (corners, unread) = CornerText.Read(Corners);
        if (string.IsNullOrWhiteSpace(PlaceName)) errors.Add("Name the place.");
        if (unread.Count > 0) errors.Add("Some corners of the place cannot be read: see the lines marked under them.");
        else if (corners.Count < 3) errors.Add("Give at least three corners of the place.");
        if (To <= From) errors.Add("The window must end after it begins.");
        else if (To - From > LongestWindow) errors.Add("The window is longer than 24 hours. Draft one order a day.");
        if (Categories.Count == 0) errors.Add("Choose at least one category under 'Who may be listed'.");
        if (UnitIds.Count == 0) errors.Add("Choose at least one unit.");
        if (Threshold is not (> 0 and < 1)) errors.Add("The threshold lies between 0 and 1.");
        else if (!(NoDecisionFrom > 0 && NoDecisionFrom <= Threshold)) errors.Add("'No decision from' lies above 0 and not above the threshold.");
        if (AlertRetentionHours is < 1 or > 744) errors.Add("Alerts are kept between 1 and 744 hours (31 days).");
        if (string.IsNullOrWhiteSpace(EvidenceReference)) errors.Add("Give the reference of the evidence for this place.");
        if (EvidenceTo < EvidenceFrom) errors.Add("The period of the evidence ends before it begins.");
        else if (EvidenceTo > DateOnly.FromDateTime(To)) errors.Add("The period of the evidence ends after the deployment.");
        if (string.IsNullOrWhiteSpace(ConsultationReference)) errors.Add("Give the reference of the consultation.");
        if (string.IsNullOrWhiteSpace(AssessmentReference)) errors.Add("Give the reference of the impact assessment.");
        var (signs, unreadSigns) = CornerText.Read(Signs);
        if (unreadSigns.Count > 0) errors.Add("Some signs cannot be read: see the lines marked under them.");
        else if (signs.Count == 0) errors.Add("Plan at least one sign: units do not start without.");
        if (StaleLimitMinutes is < 1 or > 1440) errors.Add("A unit goes on without the control plane for 1 to 1440 minutes.");
        if (WatchlistRetentionHours is < 0 or > 24) errors.Add("A watchlist is kept for at most 24 hours after the end.");
        return errors;
    }

    public NewDeployment ToDeployment(Func<DateTime, DateTimeOffset> fromWall, bool urgent = false) => new(
        WatchlistId, Purpose, LegalGround, PlaceName.Trim(), CornerText.Read(Corners).Corners, fromWall(From), fromWall(To), [.. Categories], Threshold, NoDecisionFrom, Ceiling, [.. UnitIds],
        EvidenceReference.Trim(), fromWall(EvidenceFrom.ToDateTime(TimeOnly.MinValue)), Earlier(fromWall(EvidenceTo.AddDays(1).ToDateTime(TimeOnly.MinValue)), fromWall(To)),
        ConsultationReference.Trim(), AssessmentReference.Trim(),
        [.. CornerText.Read(Signs).Corners.Select((at, index) => new PlannedSign($"sign-{index + 1}", at.Latitude, at.Longitude))],
        AlertRetentionHours, WatchlistRetentionHours, StaleLimitMinutes, urgent ? UrgencyReason.Trim() : null, ReplacesId);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
