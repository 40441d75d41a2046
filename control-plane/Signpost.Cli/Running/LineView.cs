namespace Signpost.Cli.Running;

/// <summary>Plain lines, for a terminal nobody watches.</summary>
internal sealed class LineView(TextWriter output) : IRunView
{
    public void Say(string line) => output.WriteLine($"signpost: {line}");

    public void Show(RunSnapshot snapshot)
    {
        // The report tells it at the end.
    }
}
