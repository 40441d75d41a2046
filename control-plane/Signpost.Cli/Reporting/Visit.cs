namespace Signpost.Cli.Reporting;

/// <summary>One walk of one actor through one unit's view, as it truly was.</summary>
internal sealed record Visit(string Unit, string Actor, bool Enrolled, DateTimeOffset EntersAt, DateTimeOffset LeavesAt);

/// <summary>One alert as the control plane stores it, its watchlist entry translated to the actor that was enrolled.</summary>
/// <param name="Actor">Null when the entry is none of the demonstration's.</param>
internal sealed record RaisedAlert(string Unit, string? Actor, DateTimeOffset CapturedAt, DateTimeOffset StoredAt);

/// <summary>When a unit recognised during the run: visits outside are nobody's miss.</summary>
internal sealed record Watch(string Unit, DateTimeOffset From, DateTimeOffset Until);
