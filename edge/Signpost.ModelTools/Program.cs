using System.CommandLine;
using Signpost.ModelTools.Commands;
using Signpost.ModelTools.Onnx;
using Signpost.Recognition;

var root = new RootCommand(
    """
    Makes, checks and measures model packs.

      Signpost.ModelTools build --from PACKAGE --to .signpost/packs/default
      Signpost.ModelTools verify --pack .signpost/packs/default

    A pack is a folder with a manifest.json that pins every file; another pack is another folder and no code.
    """)
{
    PackCommands.Build(),
    PackCommands.Verify(),
    PackCommands.Pin(),
    EvaluateCommand.Create(),
    RecallCommand.Create(),
    BenchmarkCommand.Create(),
    TrackingCommand.Create(),
    QualityCommand.Create(),
};

try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is PackException or RewriteException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
