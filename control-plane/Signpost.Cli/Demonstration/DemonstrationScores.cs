using System.Globalization;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>How sure the demonstration's matches have to be: what the pack's measurements advise, and what its certificate allows.</summary>
/// <param name="Advised">The pack's threshold for demonstrations, a cosine comparison score (docs/results/threshold.md).</param>
/// <param name="Certificate">Of the same pack.</param>
internal sealed record DemonstrationScores(float Advised, PackCertificate Certificate)
{
    /// <summary>The policy; the demonstration asks for no more.</summary>
    public const FalseAlertCeiling Ceiling = FalseAlertCeiling.OneInSixThousand;

    /// <summary>How far below the threshold a visit is left undecided rather than let go: docs/watchlist.md.</summary>
    public const float UndecidedMargin = 0.05f;

    /// <summary>The advised threshold, or the lowest above it at which the certificate allows so long a list.</summary>
    /// <exception cref="SetUpException">No measured threshold allows it.</exception>
    public float ThresholdFor(int entries) => Certificate.LowestThresholdFor(entries, Ceiling, Advised) ?? throw new SetUpException(TooLong(entries));

    private string TooLong(int entries)
    {
        var highest = Certificate.Rates[^1];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The watchlist has {entries} photographs; the model pack's certificate allows at most {highest.LargestListOneInSixThousand}, at threshold {highest.Threshold:0.##}, for one false alert in {Ceiling.VisitsPerFalseAlert()} visits. Take fewer photographs.");
    }
}
