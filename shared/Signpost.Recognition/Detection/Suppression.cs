namespace Signpost.Recognition;

/// <summary>Non-maximum suppression.</summary>
internal static class Suppression
{
    /// <summary>Keeps a box if it does not overlap a kept one by more than the limit.</summary>
    /// <param name="sorted">Most confident first.</param>
    /// <param name="overlap">Limit, intersection over union.</param>
    /// <param name="kept">Receives the boxes, until it is full.</param>
    /// <returns>Boxes kept.</returns>
    public static int Apply(ReadOnlySpan<FaceBox> sorted, float overlap, Span<FaceBox> kept)
    {
        int count = 0;
        foreach (ref readonly FaceBox box in sorted)
        {
            if (count == kept.Length)
                break;
            if (!OverlapsAny(box, kept[..count], overlap))
                kept[count++] = box;
        }
        return count;
    }

    private static bool OverlapsAny(in FaceBox box, ReadOnlySpan<FaceBox> kept, float overlap)
    {
        foreach (ref readonly FaceBox other in kept)
        {
            if (box.Overlap(other) > overlap)
                return true;
        }
        return false;
    }
}
