namespace Signpost.Cli.Running;

/// <summary>Where a run is watched: a live panel, or plain lines.</summary>
internal interface IRunView
{
    /// <summary>One line about something that happened.</summary>
    void Say(string line);

    /// <summary>The present numbers, about once a second.</summary>
    void Show(RunSnapshot snapshot);
}
