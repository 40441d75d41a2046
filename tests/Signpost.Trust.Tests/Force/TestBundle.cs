namespace Signpost.Trust.Tests;

/// <summary>A signed bundle header, its ciphertext and its content key.</summary>
internal sealed record TestBundle(byte[] Header, byte[] Ciphertext, byte[] Key)
{
    public Result<OpenedBundle> Open()
    {
        using var key = ContentKey.From(Key);
        return TestForce.VerifyHeader(Header).TryGet(out var header, out var refusal)
            ? BundleReader.Read(new MemoryStream(Ciphertext), header, key)
            : refusal;
    }
}
