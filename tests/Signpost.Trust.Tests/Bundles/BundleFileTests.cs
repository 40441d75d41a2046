using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class BundleFileTests
{
    private static readonly TestBundle Good = Bundle();

    [Fact]
    public void File_WrittenAndRead_GivesTheCiphertextAndWhatItIsFor()
    {
        var (file, ciphertext) = Read(Write(Good));
        Assert.Equal((BundleId, Now.AddHours(8), 3), (file.Value.BundleId, file.Value.NotAfter, file.Value.Entries));
        Assert.Equal(Good.Ciphertext, ciphertext);
    }

    [Fact]
    public void File_CutOffAnywhere_IsRefused()
    {
        var bytes = Write(Good);
        for (var length = 0; length < bytes.Length; length++) Assert.False(Read(bytes[..length]).File.IsAccepted);
    }

    [Fact]
    public void File_CiphertextAltered_IsRefused()
    {
        var bytes = Write(Good);
        for (var at = bytes.Length - Good.Ciphertext.Length; at < bytes.Length; at++)
        {
            var altered = bytes.ToArray();
            altered[at] ^= 1;
            Assert.Equal(RefusalReason.ContentAltered, Read(altered).File.Refusal?.Reason);
        }
    }

    [Fact]
    public void File_SomethingAfterTheCiphertext_IsRefused() => Assert.Equal(RefusalReason.ContentAltered, Read([.. Write(Good), 0]).File.Refusal?.Reason);

    [Fact]
    public void Write_HeaderLongerThanAFileTakes_Throws() =>
        Assert.Throws<ArgumentException>(() => BundleFile.Write(Stream.Null, new byte[BundleFile.MaximumHeaderLength + 1], Good.Ciphertext));

    internal static byte[] Write(TestBundle bundle)
    {
        using var output = new MemoryStream();
        BundleFile.Write(output, bundle.Header, bundle.Ciphertext);
        return output.ToArray();
    }

    internal static (Result<BundleFile> File, byte[] Ciphertext) Read(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        using var output = new MemoryStream();
        if (!BundleFile.Read(input).TryGet(out var file, out var refusal)) return (refusal, []);
        return file.CopyCiphertext(input, output) is { } damaged ? (damaged, []) : (file, output.ToArray());
    }
}
