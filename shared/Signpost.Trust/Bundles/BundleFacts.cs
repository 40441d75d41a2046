namespace Signpost.Trust;

/// <summary>What a bundle is for; goes into its header.</summary>
/// <param name="BundleId">New for every bundle.</param>
/// <param name="OrderDigest">SHA-256 of the DeploymentOrder bytes that it serves, 32 bytes.</param>
/// <param name="WatchlistId">The order's watchlist.</param>
/// <param name="WatchlistVersion">From 1; a unit never goes back.</param>
/// <param name="PackDigest">SHA-256 of the manifest of the pack that made the templates, 32 bytes.</param>
/// <param name="NotAfter">First moment at which the bundle is used no more.</param>
/// <param name="TemplateLength">Values in a template.</param>
/// <param name="IncludesUnder18">Whether somebody on the list is under 18: a senior authorising officer has to sign.</param>
public sealed record BundleFacts(
    Guid BundleId,
    ReadOnlyMemory<byte> OrderDigest,
    string WatchlistId,
    ulong WatchlistVersion,
    ReadOnlyMemory<byte> PackDigest,
    DateTimeOffset NotAfter,
    int TemplateLength,
    bool IncludesUnder18 = false);
