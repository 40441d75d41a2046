using System.Globalization;
using System.Runtime.InteropServices;

namespace Signpost.Recognition.Tests;

/// <summary>
/// Counts occurrences of some values in this process's writable memory. It holds them, and whatever it reads, only masked: so it
/// does not find itself.
/// </summary>
internal sealed unsafe class MemoryNeedle : IDisposable
{
    private const byte Mask = 0x5A;
    private const int ChunkLength = 1 << 20;

    private readonly byte[] _masked;
    private readonly byte* _chunk = (byte*)NativeMemory.AllocZeroed(ChunkLength);

    public MemoryNeedle(ReadOnlySpan<float> values)
    {
        _masked = new byte[values.Length * sizeof(float)];
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        for (int index = 0; index < bytes.Length; index++)
            _masked[index] = (byte)(bytes[index] ^ Mask);
    }

    public int Count()
    {
        int count = 0;
        using FileStream memory = new("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        foreach (string line in File.ReadAllLines("/proc/self/maps"))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!columns[1].StartsWith("rw", StringComparison.Ordinal) || (columns.Length > 5 && columns[5].StartsWith("[v", StringComparison.Ordinal)))
                continue;
            string[] range = columns[0].Split('-');
            count += CountIn(memory, Address(range[0]), Address(range[1]));
        }
        return count;
    }

    public void Dispose() => NativeMemory.Free(_chunk);

    private int CountIn(FileStream memory, long from, long to)
    {
        int count = 0;
        while (from < to)
        {
            int length = (int)Math.Min(ChunkLength, to - from);
            var chunk = new Span<byte>(_chunk, length);
            try
            {
                memory.Position = from;
                length = memory.Read(chunk);
            }
            catch (IOException)
            {
                return count; // a guard page, or a range that has gone meanwhile
            }
            if (length < _masked.Length)
                return count;
            count += CountMasked(chunk[..length]);
            // Chunks overlap, so that nothing hides on a border.
            from += length == to - from ? length : length - (_masked.Length - 1);
        }
        return count;
    }

    private int CountMasked(Span<byte> chunk)
    {
        for (int index = 0; index < chunk.Length; index++)
            chunk[index] ^= Mask;
        int count = 0;
        for (int at = chunk.IndexOf(_masked); at >= 0; at = chunk.IndexOf(_masked))
        {
            count++;
            chunk = chunk[(at + 1)..];
        }
        return count;
    }

    private static long Address(string hex) => long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
