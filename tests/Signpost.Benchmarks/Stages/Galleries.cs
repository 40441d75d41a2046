using Signpost.Recognition;

namespace Signpost.Benchmarks.Stages;

/// <summary>Watchlists of nobody.</summary>
internal static class Galleries
{
    /// <summary>Random templates from a fixed seed: nobody matches them.</summary>
    public static Gallery Random(int length, int count)
    {
        var random = new Random(7);
        var entries = new GalleryEntry[count];
        for (var index = 0; index < count; index++)
        {
            var values = new float[length];
            for (var value = 0; value < length; value++) values[value] = random.NextSingle() - 0.5f;
            entries[index] = new GalleryEntry(values);
        }

        return Gallery.Build(length, entries);
    }
}
