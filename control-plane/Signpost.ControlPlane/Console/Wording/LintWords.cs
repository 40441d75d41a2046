using Signpost.ControlPlane.Watchlists;
using Signpost.ControlPlane.Watchlists.Lint;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>Findings and remedies in the words that authors read.</summary>
internal static class LintWords
{
    public static string Of(FindingKind kind) => kind switch
    {
        FindingKind.Incomplete => "Incomplete",
        FindingKind.Suspended => "Suspended entry",
        FindingKind.Expired => "Expired",
        FindingKind.Expiring => "Expires within the window",
        FindingKind.OtherPack => "Enrolled with another model pack",
        FindingKind.PoorQuality => "Poor photograph",
        FindingKind.Duplicate => "The same person twice",
        FindingKind.LookAlikes => "Look-alikes",
        FindingKind.Lamb => "Many people look like this entry",
        _ => "Unknown finding",
    };

    public static string Of(Remedy remedy) => remedy switch
    {
        Remedy.Replace => "Remove the entry and add the person again, with what is missing or with a better or more recent photograph.",
        Remedy.RemoveOne => "Remove the poorer of the two. Keep both only if both photographs are needed: each is one more chance of a false alert.",
        Remedy.Reenrol => "Enrol it again: the template is made anew from the photograph that was kept.",
        Remedy.Decide => "On the watchlist's page, keep the entry with a reason, or withdraw it.",
        Remedy.Look => "Compare the two pictures, and tell the operators that the two look alike; a higher threshold tells them apart more often.",
        _ => "Unknown remedy",
    };

    public static string Of(EntryStatus status) => status switch
    {
        EntryStatus.Active => "Looked for",
        EntryStatus.Suspended => "Suspended",
        EntryStatus.Withdrawn => "Withdrawn",
        _ => "Unknown",
    };
}
