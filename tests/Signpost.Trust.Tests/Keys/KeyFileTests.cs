using System.Security.Cryptography;

namespace Signpost.Trust.Tests;

public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Write_SigningKey_IsReadBackAndReadableByItsOwnerOnly()
    {
        using var key = P256.CreateKey();
        KeyFiles.Write(directory["officer.key"], key);
        Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(directory["officer.key"]));
        using var read = KeyFiles.ReadSigningKey(directory["officer.key"]);
        Assert.True(P256.Verify(key, "text"u8, P256.Sign(read, "text"u8)));
        Assert.Equal(["officer.key"], Directory.EnumerateFiles(directory.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Read_FileOpenToOthers_IsRefusedWithTheCommandThatHelps(UnixFileMode others)
    {
        using var key = P256.CreateKey();
        KeyFiles.Write(directory["officer.key"], key);
        File.SetUnixFileMode(directory["officer.key"], AtomicFile.OwnerOnly | others);
        Assert.Contains("chmod 600", Assert.Throws<TrustException>(() => KeyFiles.ReadSigningKey(directory["officer.key"])).Message);
    }

    [Fact]
    public void Read_PublicKeyOtherCurveOrGarbage_IsRefused()
    {
        using var key = P256.CreateKey();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var content in new[] { key.ExportSubjectPublicKeyInfoPem(), other.ExportPkcs8PrivateKeyPem(), "not a key", "" })
        {
            AtomicFile.Write(directory["some.key"], System.Text.Encoding.ASCII.GetBytes(content), AtomicFile.OwnerOnly);
            Assert.Throws<TrustException>(() => KeyFiles.ReadSigningKey(directory["some.key"]));
        }
    }

    [Fact]
    public void Read_MissingFile_IsRefused() => Assert.Throws<TrustException>(() => KeyFiles.ReadSigningKey(directory["nowhere.key"]));

    [Fact]
    public void ReadOrCreate_Twice_GivesTheSameKey()
    {
        using var first = KeyFiles.ReadOrCreateSigningKey(directory["unit.key"]);
        using var second = KeyFiles.ReadOrCreateSigningKey(directory["unit.key"]);
        Assert.Equal(first.ExportSubjectPublicKeyInfo(), second.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void AtomicFile_LeftoverOfAnInterruptedWrite_IsReplaced()
    {
        File.WriteAllBytes(directory["state.new"], [1, 2, 3]);
        AtomicFile.Write(directory["state"], [4, 5], AtomicFile.OwnerOnly);
        AtomicFile.Write(directory["state"], [6], AtomicFile.OwnerOnly);
        Assert.Equal([6], File.ReadAllBytes(directory["state"]));
        Assert.False(File.Exists(directory["state.new"]));
    }

    [Fact]
    public void AtomicFile_DirectoryIsMissing_ThrowsAndLeavesNothing() =>
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(directory["missing/state"], [1], AtomicFile.OwnerOnly));

    [Fact]
    public void PublicKey_BytesAfterItOrOtherCurve_IsRefused()
    {
        using var key = P256.CreateKey();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var good = key.ExportSubjectPublicKeyInfo();
        using var read = P256.TryImportPublicKey(good);
        Assert.NotNull(read);
        Assert.Equal(good, read.ExportSubjectPublicKeyInfo());
        Assert.Null(P256.TryImportPublicKey([.. good, 0]));
        foreach (var flipped in Mutations.BitFlips(good)) Assert.Null(P256.TryImportPublicKey(flipped));
        Assert.Null(P256.TryImportPublicKey(other.ExportSubjectPublicKeyInfo()));
    }
}
