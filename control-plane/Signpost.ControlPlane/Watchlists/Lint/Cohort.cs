using Signpost.Recognition;

namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>Templates of people who are on no list, against which entries are held; the operator supplies them, and without them no lamb is found.</summary>
internal sealed class Cohort : IDisposable
{
    private readonly CohortFile? file;
    private readonly TemplateBlocks? blocks;

    /// <param name="file">Null: none. Owned from here on.</param>
    public Cohort(CohortFile? file)
    {
        this.file = file;
        blocks = file is null ? null : new TemplateBlocks(file.TemplateLength, file.Templates);
    }

    public int Count => blocks?.Count ?? 0;

    /// <summary>How many score at least <paramref name="score"/>, and the highest score of them (0: none).</summary>
    public (int Count, float Highest) AtLeast(ReadOnlySpan<float> template, float score)
    {
        if (blocks is null) return (0, 0);
        var (count, highest) = (0, 0f);
        blocks.AtLeast(template, score, except: -1, (_, found) =>
        {
            count++;
            highest = Math.Max(highest, found);
        });
        return (count, highest);
    }

    public void Dispose()
    {
        blocks?.Dispose();
        file?.Dispose();
    }
}
