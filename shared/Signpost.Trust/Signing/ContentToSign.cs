namespace Signpost.Trust;

/// <summary>The Sig_structures (RFC 9052 §4.4) of one officer: what ECDSA is computed over, hashing included.</summary>
/// <param name="Order">For the order's signature.</param>
/// <param name="BundleHeader">For the bundle header's signature.</param>
public sealed record ContentToSign(ReadOnlyMemory<byte> Order, ReadOnlyMemory<byte> BundleHeader);
