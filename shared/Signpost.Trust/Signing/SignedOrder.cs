namespace Signpost.Trust;

/// <summary>An order and its bundle header with their signatures: Desired.order and Desired.bundle_header.</summary>
/// <param name="Order">COSE_Sign.</param>
/// <param name="BundleHeader">COSE_Sign.</param>
public sealed record SignedOrder(ReadOnlyMemory<byte> Order, ReadOnlyMemory<byte> BundleHeader);
