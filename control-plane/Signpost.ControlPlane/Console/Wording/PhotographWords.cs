using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>Why a photograph was refused, by the quality gate's stable codes. What would help comes with the refusal itself, measured on this picture.</summary>
internal static class PhotographWords
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["photo.missing"] = "no file was chosen",
        ["photo.unreadable"] = "it is not a JPEG or PNG picture",
        ["photo.damaged"] = "the file is damaged",
        ["photo.too-large"] = "it is too large",
        ["photo.too-small"] = "it is too small",
        ["photo.no-face"] = "no face was found",
        ["photo.several-faces"] = "it shows more than one face",
        ["photo.face-too-small"] = "the face is too small",
        ["photo.too-blurred"] = "the face is too blurred",
        ["photo.bad-exposure"] = "the face is too dark, too bright or too pale",
        ["photo.turned-away"] = "the face is turned too far away",
    };

    // Fact, label, unit: in the order in which a person reads them.
    private static readonly (string Name, string Label, string Unit)[] Facts =
    [
        ("width", "Picture width", " px"),
        ("height", "Picture height", " px"),
        ("faces", "Faces found", ""),
        ("faceWidth", "Face width", " px"),
        ("interEyeDistance", "Between the eyes", " px"),
        ("sharpness", "Sharpness", " of 100"),
        ("exposure", "Exposure", " of 100"),
        ("yaw", "Turned sideways", "°"),
        ("pitch", "Turned up or down", "°"),
    ];

    /// <summary>The end of the sentence 'Photograph refused: …'.</summary>
    public static string Reason(Problem problem) => Reasons.GetValueOrDefault(problem.Code, "it cannot serve as a reference");

    /// <summary>Whether the refusal is about the picture and not about a field beside it.</summary>
    public static bool IsAboutPhotograph(Problem problem) => problem.Code.StartsWith("photo.", StringComparison.Ordinal);

    /// <summary>What was measured, with units; facts that this console does not know are left out.</summary>
    public static IEnumerable<(string Label, string Value)> Measured(Problem problem) =>
        from fact in Facts
        where problem.Facts.ContainsKey(fact.Name)
        select (fact.Label, problem.Facts[fact.Name] + fact.Unit);
}
