namespace Signpost.Recognition;

/// <summary>One reference. Its place in the list given to <see cref="Gallery.Build"/> is its index in the answers.</summary>
/// <param name="Template">The template, of the gallery's length; any scale, not all zero.</param>
public readonly record struct GalleryEntry(ReadOnlyMemory<float> Template);

/// <summary>The best entry of one search.</summary>
/// <param name="Index">Place of the entry in the gallery, or −1 if there is none to compare with.</param>
/// <param name="Score">Cosine comparison score, −1 to 1.</param>
public readonly record struct GalleryMatch(int Index, float Score)
{
    /// <summary>The answer of an empty gallery, and to a probe that is not a template.</summary>
    public static GalleryMatch None => new(-1, -1);
}
