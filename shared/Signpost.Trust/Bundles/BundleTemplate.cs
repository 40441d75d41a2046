using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>One entry on its way into a bundle.</summary>
/// <param name="Reference">Pseudonym: one line of at most 64 characters, different for every entry, meaningless outside the control plane.</param>
/// <param name="Category">From the closed list, and among the order's.</param>
/// <param name="Template">L2-normalised; as many values as the bundle's template length. Stays the caller's to zero.</param>
public sealed record BundleTemplate(string Reference, Category Category, ReadOnlyMemory<float> Template);
