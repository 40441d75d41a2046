using Signpost.Trust;

namespace Signpost.Edge.Vision;

/// <summary>The authorised thresholds of a visit's score, cosine. They come with the verified order and from nowhere else.</summary>
/// <param name="Match">At or above: a match.</param>
/// <param name="NoDecisionFrom">From here up to <paramref name="Match"/>: no decision. Below: no match.</param>
internal readonly record struct DecisionThresholds(float Match, float NoDecisionFrom)
{
    public static DecisionThresholds Of(VerifiedOrder order) => new(order.Threshold, order.NoDecisionFrom);
}
