using System.Globalization;
using System.Text;

namespace Signpost.Trust;

/// <summary>Free text in signed messages: short, one line, nothing invisible that could make a screen show something else than was signed.</summary>
internal static class Wording
{
    public static bool IsLine(string? text, int maximumLength)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > maximumLength) return false;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)
                return false;
        }

        return true;
    }
}
