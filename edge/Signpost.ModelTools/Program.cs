using System.CommandLine;
using Signpost.ModelTools.Commands;
using Signpost.ModelTools.Evaluation;
using Signpost.ModelTools.Onnx;
using Signpost.Recognition;

var root = new RootCommand(
    """
    Makes, checks and measures model packs.

      signpost models build               make the default pack from the fetched package: rewritten, quantised, every hash checked
      signpost models verify              run its self-test on this machine
      signpost models bench               how fast it is, against the models as they were published
      signpost models build --float       the same pack in floats, to compare with
      signpost models calibrate --images FOLDER --to FILE
                                          ranges for your own cameras

    A pack is a folder with a manifest.json that pins every file; another pack is another folder and no code.
    """)
{
    PackCommands.Build(),
    PackCommands.Verify(),
    PackCommands.Pin(),
    CalibrateCommand.Create(),
    SensitivityCommand.Create(),
    ImportCommand.Create(),
    EvaluateCommand.Create(),
    RecallCommand.Create(),
    BenchmarkCommand.Create(),
    TrackingCommand.Create(),
    QualityCommand.Create(),
    CohortCommand.Create(),
};

try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is PackException or RewriteException or DataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
