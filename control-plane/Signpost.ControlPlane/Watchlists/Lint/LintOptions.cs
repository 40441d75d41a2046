using Signpost.Recognition;

namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>When the lint speaks of a photograph's quality, and of a cohort.</summary>
/// <param name="LeastQuality">Unified quality, 0 to 100, below which a photograph is called poor. Default 40: a good portrait has 50 to 70 (<see cref="FaceQuality.Unified"/>).</param>
/// <param name="LeastInterEyeDistance">Pixels between the eyes below which it is called poor. Default 60: twice what the quality gate takes at least.</param>
/// <param name="LambSignificance">Chance at which so many cohort matches would come about if the certificate's bound held for the entry. Default 0.01 in the whole list.</param>
internal sealed record LintOptions(double LeastQuality = 40, double LeastInterEyeDistance = 60, double LambSignificance = 0.01)
{
    /// <summary>What the quality gate refuses today; an entry of an earlier day may be below.</summary>
    public EnrolmentLimits Gate { get; init; } = new();
}
