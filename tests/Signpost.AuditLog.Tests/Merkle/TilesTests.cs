namespace Signpost.AuditLog.Tests;

public sealed class TilesTests
{
    // C2SP tlog-tiles: "index 1234067 will be encoded as x001/x234/067".
    [Theory]
    [InlineData(0, 0ul, 256, "tile/0/000")]
    [InlineData(0, 1_234_067ul, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 1000ul, 17, "tile/1/x001/000.p/17")]
    [InlineData(2, 999ul, 1, "tile/2/999.p/1")]
    public void Path_Tile_IsTheSpecifications(int level, ulong index, int width, string path) => Assert.Equal(path, Tiles.Path(level, index, width));

    [Fact]
    public void Path_Entries_IsTheSpecifications() =>
        Assert.Equal(("tile/entries/x273/112.p/112", "tile/entries/272"), (Tiles.EntriesPath(273_112, 112), Tiles.EntriesPath(272, 256)));

    [Theory]
    [InlineData(0, 272ul, 256)]
    [InlineData(0, 273ul, 112)]
    [InlineData(0, 274ul, 0)]
    [InlineData(1, 0ul, 256)]
    [InlineData(1, 1ul, 17)]
    [InlineData(2, 0ul, 1)]
    [InlineData(3, 0ul, 0)]
    public void Width_TreeOf70000_IsTheSpecifications(int level, ulong index, int width) => Assert.Equal(width, Tiles.WidthOf(level, index, 70_000));

    [Fact]
    public void EntryBundle_WrittenAndRead_IsTheSame()
    {
        using var bundle = new MemoryStream();
        byte[][] entries = [[], [1], new byte[EntryBundle.LongestEntry]];
        foreach (var entry in entries) EntryBundle.Write(bundle, entry);
        Assert.Equal(entries, EntryBundle.Read(bundle.ToArray())!.Select(entry => entry.ToArray()));
        Assert.Equal([0, 0, 0, 1, 1, 0xFF, 0xFF, 0], bundle.ToArray()[..8]);
        Assert.Null(EntryBundle.Read(bundle.ToArray().AsMemory(0, (int)bundle.Length - 1)));
        Assert.Null(EntryBundle.Read(new byte[] { 0 }));
        Assert.Throws<ArgumentException>(() => EntryBundle.Write(bundle, new byte[EntryBundle.LongestEntry + 1]));
    }
}
