using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Console.Wording;

namespace Signpost.ControlPlane.Console.Alerts;

/// <summary>Reasons for a decision, as they go on record.</summary>
internal static class AlertWords
{
    public const string ConfirmReason = "Same person on comparison";

    /// <summary>Why an operator rejects. Closed, so that rejections can be counted by cause.</summary>
    public static IReadOnlyList<string> RejectReasons { get; } =
    [
        "Different person on comparison",
        "Cannot tell: the probe is not good enough",
        "Cannot tell: the reference is not good enough",
        "Not a living face: a picture, a screen or a poster",
    ];

    /// <summary>The reason with the note, within the 500 characters that the record takes.</summary>
    public static string WithNote(string reason, string? note)
    {
        const int most = 500;
        var whole = string.IsNullOrWhiteSpace(note) ? reason : $"{reason}. {note.Trim()}";
        return whole.Length <= most ? whole : whole[..most];
    }

    /// <summary>What the badge of an alert says.</summary>
    public static string State(AlertView alert) =>
        alert is { OfSuspendedEntry: true, Decision: null } ? "Suspended entry" : Words.Of(alert.Decision?.Decision ?? AlertDecision.None);

    public static string Title(AlertView alert) => alert.Decision?.Decision switch
    {
        AlertDecision.Confirm => alert.DisplayName ?? alert.Reference,
        AlertDecision.Reject => "Rejected: not a match",
        _ => "Possible match",
    };
}
