namespace Signpost.ControlPlane.Outcomes;

/// <summary>Checks of what people type.</summary>
internal static class Check
{
    /// <summary>Null when <paramref name="text"/> is one line of 1 to <paramref name="longest"/> characters, not only blanks.</summary>
    public static Problem? Line(string code, string what, string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text)) return Problem.Invalid(code, $"{what} is missing.");
        if (text.Length > longest) return Problem.Invalid(code, $"{what} has {text.Length} characters, at most {longest} are kept.");
        foreach (var c in text)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) && !IsPaired(text)) return Problem.Invalid(code, $"{what} holds a character that cannot be kept on one line.");
        }

        return null;
    }

    /// <summary>Null when <paramref name="value"/> is on the closed list.</summary>
    public static Problem? Listed<T>(string code, string what, T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) && !value.Equals(default(T)) ? null : Problem.Invalid(code, $"{what} is not on the closed list.");

    private static bool IsPaired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return false;
        }

        return true;
    }
}
