namespace Signpost.Cli.Processes;

/// <summary>A long-running program this command starts.</summary>
/// <param name="Name">As reports and log files call it.</param>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Never a secret: every user of the machine can read them.</param>
/// <param name="Log">Standard output and error are appended here.</param>
/// <param name="GivesWay">Whether it leaves the processors to the others: a camera's picture cannot wait, and in the street a unit has its machine to itself.</param>
internal sealed record ProgramSpec(string Name, string Program, IReadOnlyList<string> Arguments, string Log, bool GivesWay = false);
