using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class CohortTests
{
    [Fact]
    public void Measure_CohortLongerThanWhatCounts_TakesTheNearest()
    {
        using var people = new TemplateMatrix([.. Enumerable.Range(0, 3 * Cohort.Nearest).Select(person => (new[] { person < Cohort.Nearest ? 0.5f : -0.5f, 0f }, person))]);
        (float mean, float spread) = new Cohort(people).Measure([1f, 0f]);
        Assert.Equal(0.5f, mean, 1e-4f);
        Assert.InRange(spread, 0, 2e-3f);
    }

    [Fact]
    public void All_EveryBaseline_IsAWayThatIsMeasured() =>
        Assert.All(Method.All.Where(method => method.Baseline is not null), method => Assert.Contains(Method.All, other => other.Name == method.Baseline));
}
