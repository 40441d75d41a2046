using Signpost.ControlPlane.Alerts;

namespace Signpost.ControlPlane.Console.Alerts;

/// <summary>The alerts on the screen, newest first, and which one is looked at. Pure state: the page loads and draws.</summary>
internal sealed class AlertList
{
    /// <summary>The list never holds more; the oldest leave.</summary>
    public const int Most = 200;

    private readonly List<AlertView> alerts = [];

    public IReadOnlyList<AlertView> Alerts => alerts;

    public AlertView? Chosen { get; private set; }

    /// <summary>Replaces everything; keeps the choice when it is still there, else takes the newest.</summary>
    public void Fill(IEnumerable<AlertView> newest)
    {
        alerts.Clear();
        alerts.AddRange(newest);
        Chosen = alerts.Find(alert => alert.Id == Chosen?.Id) ?? alerts.FirstOrDefault();
    }

    /// <summary>A new alert goes on top, a newer revision or a decision replaces what was shown. The choice never moves away from what somebody looks at.</summary>
    public void Take(AlertView alert, bool add)
    {
        var at = alerts.FindIndex(known => known.Id == alert.Id);
        if (at >= 0) alerts[at] = alert;
        else if (add) Insert(alert);
        if (Chosen?.Id == alert.Id) Chosen = alert;
        Chosen ??= alerts.FirstOrDefault();
    }

    /// <summary>Leaves out decided alerts but the one looked at.</summary>
    public void DropDecided() => alerts.RemoveAll(alert => alert.Decision is not null && alert.Id != Chosen?.Id);

    public void Choose(long id) => Chosen = alerts.Find(alert => alert.Id == id) ?? Chosen;

    /// <summary>Moves the choice by <paramref name="steps"/>, stopping at the ends. Positive: towards older.</summary>
    public void Move(int steps)
    {
        if (alerts.Count == 0) return;
        var at = alerts.FindIndex(alert => alert.Id == Chosen?.Id);
        Chosen = alerts[Math.Clamp(at + steps, 0, alerts.Count - 1)];
    }

    private void Insert(AlertView alert)
    {
        var at = alerts.FindIndex(known => known.Id < alert.Id);
        alerts.Insert(at < 0 ? alerts.Count : at, alert);
        if (alerts.Count <= Most) return;
        var last = alerts.FindLastIndex(known => known.Id != Chosen?.Id);
        alerts.RemoveAt(last);
    }
}
