using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Signpost.Cli.Tests.Fetching;

/// <summary>Small archives as a registry would serve them.</summary>
internal static class Archives
{
    public static byte[] Of(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (var entry in entries) tar.WriteEntry(entry);
        }
        return bytes.ToArray();
    }

    public static TarEntry File(string name, string content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    public static TarEntry Link(string name, string target) => new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target };
}
