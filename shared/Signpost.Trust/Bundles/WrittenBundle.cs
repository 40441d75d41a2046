namespace Signpost.Trust;

/// <summary>A bundle that was written and waits for signatures.</summary>
/// <param name="Header">BundleHeader bytes to sign, verbatim.</param>
/// <param name="Key">Opens the ciphertext; the caller disposes it.</param>
public sealed record WrittenBundle(ReadOnlyMemory<byte> Header, ContentKey Key) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();
}
