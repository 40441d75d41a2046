using System.Globalization;

namespace Signpost.AuditLog;

/// <summary>C2SP tlog-tiles: the tree's hashes in tiles of 256, eight levels of the tree each, and the entries in bundles of 256.</summary>
internal static class Tiles
{
    /// <summary>Levels of the tree in a tile.</summary>
    public const int Height = 8;

    /// <summary>Hashes or entries of a full one.</summary>
    public const int Width = 1 << Height;

    /// <summary>Levels of tiles that a tree of 2^64 entries has.</summary>
    public const int Levels = 8;

    /// <summary>Full hashes of a level of tiles in a tree of <paramref name="size"/> entries.</summary>
    public static ulong Hashes(int level, ulong size) => level < Levels ? size >> (Height * level) : 0;

    /// <summary>Hashes of the <paramref name="index"/>-th tile of a level, in a tree of <paramref name="size"/> entries.</summary>
    /// <returns>0 to 256; 256 is a full tile.</returns>
    public static int WidthOf(int level, ulong index, ulong size)
    {
        var (all, start) = (Hashes(level, size), index << Height);
        return all <= start ? 0 : (int)Math.Min(Width, all - start);
    }

    /// <summary>tile/L/N, or tile/L/N.p/W when it is not full.</summary>
    public static string Path(int level, ulong index, int width) => Path(level.ToString(CultureInfo.InvariantCulture), index, width);

    /// <summary>tile/entries/N, or tile/entries/N.p/W when it is not full.</summary>
    public static string EntriesPath(ulong index, int width) => Path("entries", index, width);

    private static string Path(string kind, ulong index, int width)
    {
        var name = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = index / 1000; rest > 0; rest /= 1000) name = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{name}");
        return width == Width ? $"tile/{kind}/{name}" : string.Create(CultureInfo.InvariantCulture, $"tile/{kind}/{name}.p/{width}");
    }

    /// <summary>A tile's file.</summary>
    public static byte[] Write(IReadOnlyList<TreeHash> hashes)
    {
        var file = new byte[hashes.Count * TreeHash.Length];
        for (var i = 0; i < hashes.Count; i++) hashes[i].CopyTo(file.AsSpan(i * TreeHash.Length));
        return file;
    }

    /// <summary>The first <paramref name="width"/> hashes of a tile's file; null when it has another length than that or than a full one's.</summary>
    public static TreeHash[]? Read(ReadOnlySpan<byte> file, int width)
    {
        if (file.Length != width * TreeHash.Length && file.Length != Width * TreeHash.Length) return null;
        var hashes = new TreeHash[width];
        for (var i = 0; i < width; i++) hashes[i] = new TreeHash(file.Slice(i * TreeHash.Length, TreeHash.Length));
        return hashes;
    }
}
