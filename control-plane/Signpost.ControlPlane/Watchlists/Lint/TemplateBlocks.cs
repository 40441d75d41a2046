using Signpost.Recognition;

namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>
/// Finds every template that scores at least so much. The templates stand in galleries of 256: where a gallery's best is below, none of it is looked at one by one. Thread-safe.
/// The caller keeps, and zeroes, the templates.
/// </summary>
internal sealed class TemplateBlocks : IDisposable
{
    private const int BlockLength = 256;

    // A gallery scores references in half precision, which moves a cosine by less than this.
    private const float HalfPrecision = 0.002f;

    private readonly IReadOnlyList<ReadOnlyMemory<float>> templates;
    private readonly List<Gallery> blocks = [];

    public TemplateBlocks(int templateLength, IReadOnlyList<ReadOnlyMemory<float>> templates)
    {
        this.templates = templates;
        foreach (var block in templates.Chunk(BlockLength)) blocks.Add(Gallery.Build(templateLength, [.. block.Select(x => new GalleryEntry(x))]));
    }

    public int Count => templates.Count;

    /// <summary>Calls <paramref name="found"/> with place and score of each template but the one at <paramref name="except"/>.</summary>
    public void AtLeast(ReadOnlySpan<float> probe, float score, int except, Action<int, float> found)
    {
        for (var block = 0; block < blocks.Count; block++)
        {
            var first = block * BlockLength;
            var isOwn = except >= first && except < first + BlockLength;
            if (!isOwn && blocks[block].Search(probe).Score < score - HalfPrecision) continue;
            for (var i = first; i < Math.Min(Count, first + BlockLength); i++)
            {
                if (i == except) continue;
                var exact = Template.Compare(probe, templates[i].Span);
                if (exact >= score) found(i, exact);
            }
        }
    }

    public void Dispose() => blocks.ForEach(block => block.Dispose());
}
