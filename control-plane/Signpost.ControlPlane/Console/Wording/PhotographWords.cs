using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>Why a photograph was refused and what would help, by the gate's stable codes.</summary>
internal static class PhotographWords
{
    private static readonly Dictionary<string, (string Reason, string Help)> Known = new()
    {
        ["photo.unreadable"] = ("it cannot be read", "Use a JPEG or PNG file. If it opens elsewhere, save it again as JPEG."),
        ["photo.too-large"] = ("the file is too large", "Use a file of at most 10 MB. Crop it around head and shoulders rather than shrinking the face."),
        ["photo.no-face"] = ("no face was found", "Use a picture in which the whole face is seen from the front, well lit, without sunglasses or mask."),
        ["photo.several-faces"] = ("it shows more than one face", "Crop it so that only the person to be listed is in the picture."),
        ["photo.face-too-small"] = ("the face is too small", "Use a picture taken closer or in higher resolution. Enlarging this one adds no detail."),
        ["photo.too-blurred"] = ("the face is too blurred", "Use a sharper picture: in focus, without motion. Sharpening filters do not bring back detail."),
        ["photo.too-dark"] = ("the face is too dark", "Use a picture with even light on the face."),
        ["photo.too-bright"] = ("the face is too bright", "Use a picture in which the skin is not burnt out to white."),
        ["photo.turned-away"] = ("the face is turned too far away", "Use a picture seen from the front, head upright."),
    };

    /// <summary>Reason as the end of a sentence, and a sentence or two of advice.</summary>
    public static (string Reason, string Help) Of(Problem problem) =>
        Known.TryGetValue(problem.Code, out var words) ? words : (problem.Detail.TrimEnd('.'), "Try another picture of the same person.");

    /// <summary>Whether the refusal is about the picture and not about a field beside it.</summary>
    public static bool IsAboutPhotograph(Problem problem) => problem.Code.StartsWith("photo.", StringComparison.Ordinal);

    /// <summary>A measured fact's name: <c>faceWidth</c> becomes 'Face width'.</summary>
    public static string Fact(string name)
    {
        if (name.Length == 0) return name;
        var words = string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
