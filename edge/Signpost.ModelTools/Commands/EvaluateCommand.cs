using System.CommandLine;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate</c>: recognition accuracy, as figures without a name or a picture.</summary>
internal static class EvaluateCommand
{
    public static Command Create() => new(
        "evaluate",
        """
        Measure recognition accuracy in the terms of ISO/IEC 19795-1. Every rate comes with its count and an exact 95 % interval.

          evaluate identification --data lfw-a --report r.json --picture r.html    who is on the list: rank 1, DET, TPIR at FPIR
          evaluate verification   --data lfw-a                                     are two pictures one person: FMR, FNMR, folds
          evaluate demographics   --data utkface-a --labels utkface-a/labels.tsv   false matches group by group
          evaluate clips          --data asl-a                                     visits through the unit's own tracker
          evaluate certify        --data lfw-a --to certificate.json               how long a list a threshold bears
          evaluate methods        --data lfw-a                                     which way of making templates is better

        Data: a folder of people (PERSON/*.jpg) does for identification, certify and methods; docs/evaluation.md tells what else is read. Nothing of the pictures is kept or
        written: templates live in memory until the command ends.
        """)
    {
        EvaluateIdentification.Create(),
        EvaluateVerification.Create(),
        EvaluateDemographics.Create(),
        EvaluateClips.Create(),
        EvaluateCertify.Create(),
        EvaluateMethods.Create(),
    };
}
