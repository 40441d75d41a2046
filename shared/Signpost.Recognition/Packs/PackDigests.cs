using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>SHA-256 as a manifest writes it.</summary>
internal static class PackDigests
{
    public static string Hex(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Reads a file and checks it, so that what is used is what was checked.</summary>
    /// <exception cref="PackException">Missing, unreadable or altered.</exception>
    public static byte[] ReadChecked(string path, string expected)
    {
        byte[] content = Read(path);
        string found = Hex(content);
        if (!string.Equals(found, expected, StringComparison.Ordinal))
            throw new PackException($"{path}: SHA-256 is {found}, expected {expected}");
        return content;
    }

    /// <exception cref="PackException">Missing or unreadable.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackException($"{path}: cannot be read ({e.Message})", e);
        }
    }
}
