using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>Opens kept templates. Whoever opens one zeroes it.</summary>
internal static class Templates
{
    public static float[] Open(DataKey key, Guid entryId, SealedValue template)
    {
        var bytes = key.Open(EntryCells.Template(entryId), template);
        var values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        CryptographicOperations.ZeroMemory(bytes);
        return values;
    }

    public static void Zero(IEnumerable<float[]> templates)
    {
        foreach (var template in templates) CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(template.AsSpan()));
    }
}
