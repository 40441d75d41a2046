using Signpost.Cli.Demonstration;
using Signpost.Cli.Processes;

namespace Signpost.Cli.Running;

/// <summary>One unit of the run: its folder, what it looks at, its process and the id the control plane gave it.</summary>
internal sealed record UnitSeat(UnitFolder Folder, Source Source, SupervisedProgram Program, string UnitId);
