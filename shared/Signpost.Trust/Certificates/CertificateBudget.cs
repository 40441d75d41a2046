using System.Globalization;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>
/// Holds an order and its list against the certificate that the order carries. The control plane asks before anybody signs, the unit before it loads;
/// both get the same answers.
/// </summary>
public static class CertificateBudget
{
    /// <summary>Checks an order that <see cref="OrderRules"/> finds complete, and the length of its list.</summary>
    /// <returns>WrongCertificate, ThresholdBelowCertificate or ListTooLong; null when the certificate bears them.</returns>
    public static Refusal? Check(DeploymentOrder order, int entries)
    {
        ArgumentNullException.ThrowIfNull(order);
        return CheckOrder(order) ?? CheckList(entries, order.Threshold, order.FalseAlertCeiling, LargestList(order));
    }

    internal static Refusal? CheckOrder(DeploymentOrder order)
    {
        if (!order.Certificate.PackDigest.Equals(order.PackDigest))
        {
            return new Refusal(
                RefusalReason.WrongCertificate,
                $"The certificate is of pack {Hex(order.Certificate.PackDigest.Span)}, the order is for {Hex(order.PackDigest.Span)}.");
        }

        var lowest = order.Certificate.Rates[0].Threshold;
        return order.Threshold < lowest
            ? new Refusal(
                RefusalReason.ThresholdBelowCertificate,
                $"The threshold is {Number(order.Threshold)}; nothing was measured below {Number(lowest)}.")
            : null;
    }

    internal static Refusal? CheckList(int entries, float threshold, FalseAlertCeiling ceiling, int largest) =>
        entries > largest
            ? new Refusal(
                RefusalReason.ListTooLong,
                $"The list has {entries} entries; the certificate allows {largest} at threshold {Number(threshold)} "
                    + $"for at most one false alert in {ceiling.VisitsPerFalseAlert()} visits.")
            : null;

    internal static int LargestList(DeploymentOrder order) => order.Certificate.LargestList(order.Threshold, order.FalseAlertCeiling) ?? 0;

    private static string Hex(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(digest);

    private static string Number(float score) => score.ToString("0.###", CultureInfo.InvariantCulture);
}
