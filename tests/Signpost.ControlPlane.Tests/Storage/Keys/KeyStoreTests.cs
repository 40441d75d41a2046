using System.Diagnostics;
using System.Security.Cryptography;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Storage.Keys;

public sealed class FileKeyStoreTests : KeyStoreTests, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-keys-");

    private string File => Path.Combine(folder.FullName, "masters.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Create_TheFile_IsTheOwnersAlone()
    {
        using var store = Open();
        store.Create();
        Assert.Equal(AtomicFile.OwnerOnly, System.IO.File.GetUnixFileMode(File));
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<KeyStoreException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Destroy_WhatWasInTheOldFile_IsOverwritten()
    {
        using var store = Open();
        var (old, _) = (store.Create(), store.Create());
        var key = Convert.ToBase64String(KeyOf(old));
        // A name for the file that will be replaced: what the disk holds of it.
        var inode = Path.Combine(folder.FullName, "old");
        Process.Start("ln", [File, inode]).WaitForExit();
        Assert.Contains(key, System.IO.File.ReadAllText(inode), StringComparison.Ordinal);
        store.Destroy([old]);
        Assert.DoesNotContain(key, System.IO.File.ReadAllText(inode), StringComparison.Ordinal);
        Assert.DoesNotContain(key, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"formatVersion":2,"masters":[]}""")]
    [InlineData("""{"formatVersion":1,"masters":[],"more":1}""")]
    [InlineData("""{"formatVersion":1,"masters":[{"id":"01234567-89ab-7def-8123-456789abcdef","key":"AAAA"}]}""")]
    [InlineData("""{"formatVersion":1,"masters":[{"id":"01234567-89ab-7def-8123-456789abcdef","key":null}]}""")]
    public void Open_AnythingElse_IsRefused(string content)
    {
        AtomicFile.Write(File, System.Text.Encoding.UTF8.GetBytes(content), AtomicFile.OwnerOnly);
        Assert.Contains("restore it", Assert.Throws<KeyStoreException>(Open).Message, StringComparison.Ordinal);
    }

    private protected override IKeyStore Open() => FileKeyStore.Open(File, TimeProvider.System);

    private byte[] KeyOf(Guid master)
    {
        using var json = System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return json.RootElement.GetProperty("masters").EnumerateArray().Single(x => x.GetProperty("id").GetGuid() == master).GetProperty("key").GetBytesFromBase64();
    }
}

/// <summary>A real token in software (Debian's softhsm2).</summary>
public sealed class Pkcs11KeyStoreTests(SoftToken token) : KeyStoreTests, IClassFixture<SoftToken>
{
    [Fact]
    public void Open_WrongPinOrToken_SaysWhichToken()
    {
        token.Require();
        Assert.Contains(token.Label, Assert.Throws<KeyStoreException>(() => Pkcs11KeyStore.Open(token.Library, token.Label, token.WrongPinFile, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Contains("'no such'", Assert.Throws<KeyStoreException>(() => Pkcs11KeyStore.Open(token.Library, "no such", token.PinFile, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private protected override IKeyStore Open() => token.Open();
}

/// <summary>What every key store keeps to.</summary>
public abstract class KeyStoreTests
{
    private static readonly byte[] Context = "watchlist one"u8.ToArray();

    private protected abstract IKeyStore Open();

    [Fact]
    public void Wrap_OpensForItsContextUnderItsMasterAlone()
    {
        using var store = Open();
        var (master, other) = (store.Create(), store.Create());
        var key = RandomNumberGenerator.GetBytes(DataKey.Length);
        var wrapped = store.Wrap(master, key, Context);
        Assert.Equal(DataKey.Length + 29, wrapped.Length);
        Assert.NotEqual(wrapped, store.Wrap(master, key, Context));
        Assert.Equal(key, store.Unwrap(master, wrapped, Context));
        Assert.Throws<KeyStoreException>(() => store.Unwrap(master, wrapped, "watchlist two"u8));
        Assert.Throws<KeyStoreException>(() => store.Unwrap(other, wrapped, Context));
        Assert.Throws<MasterGoneException>(() => store.Unwrap(Guid.NewGuid(), wrapped, Context));
    }

    [Fact]
    public void Unwrap_AnyByteAlteredOrCutOff_IsRefused()
    {
        using var store = Open();
        var master = store.Create();
        var wrapped = store.Wrap(master, RandomNumberGenerator.GetBytes(DataKey.Length), Context);
        for (var i = 0; i < wrapped.Length; i++)
        {
            var altered = (byte[])wrapped.Clone();
            altered[i] ^= 1;
            Assert.Throws<KeyStoreException>(() => store.Unwrap(master, altered, Context));
            Assert.Throws<KeyStoreException>(() => store.Unwrap(master, wrapped.AsSpan(0, i), Context));
        }
    }

    [Fact]
    public void Masters_AfterOpeningAgain_AreThereInTheOrderOfTheirMaking()
    {
        byte[] wrapped;
        List<Guid> made;
        var key = RandomNumberGenerator.GetBytes(DataKey.Length);
        using (var store = Open())
        {
            var before = store.Masters.Count;
            made = [store.Create(), store.Create(), store.Create()];
            Assert.Equal(made, store.Masters.Skip(before));
            wrapped = store.Wrap(made[2], key, Context);
            store.Destroy([made[1], Guid.NewGuid()]);
        }

        using var again = Open();
        Assert.Equal([made[0], made[2]], again.Masters.Where(made.Contains));
        Assert.Equal(key, again.Unwrap(made[2], wrapped, Context));
        Assert.Throws<MasterGoneException>(() => again.Wrap(made[1], key, Context));
    }

    [Fact]
    public async Task Calls_FromManyThreads_DoNotDisturbEachOther()
    {
        using var store = Open();
        var master = store.Create();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
        {
            var key = RandomNumberGenerator.GetBytes(DataKey.Length);
            for (var n = 0; n < 20; n++) Assert.Equal(key, store.Unwrap(master, store.Wrap(master, key, Context), Context));
        })));
    }
}
