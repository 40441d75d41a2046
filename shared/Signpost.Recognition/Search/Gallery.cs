using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>
/// References in memory, searched exhaustively and exactly: a scan of int8 values finds the few entries that can be the best, and their
/// half-precision values decide. Nothing is added: a new list is a new gallery. Thread-safe; <see cref="Dispose"/> overwrites the references when the last
/// search under way has ended.
/// </summary>
public sealed unsafe class Gallery : IDisposable
{
    private readonly NativeBuffer _table;
    private readonly NativeBuffer _rows;
    private readonly int _templateLength;
    private readonly int _paddedLength;

    private Gallery(int templateLength, int count)
    {
        _templateLength = templateLength;
        _paddedLength = GalleryLayout.PaddedLength(templateLength);
        Count = count;
        ScanBytes = (long)GalleryLayout.Groups(count) * GalleryLayout.GroupBytes(_paddedLength);
        RowBytes = GalleryLayout.RowBytes(_paddedLength);
        _table = new NativeBuffer(ScanBytes);
        _rows = new NativeBuffer((long)count * RowBytes);
    }

    /// <summary>Entries held.</summary>
    public int Count { get; }

    /// <summary>Bytes that the scan of a search reads.</summary>
    public long ScanBytes { get; }

    /// <summary>Bytes that the references take.</summary>
    public long ByteCount => ScanBytes + (long)Count * RowBytes;

    private int RowBytes { get; }

    /// <summary>
    /// Copies the templates. One of length 1, give or take 1/1,024, is kept as it is, so that what a bundle brings in half precision is held to the last
    /// bit; another is scaled to length 1. The caller keeps, and zeroes, its own.
    /// </summary>
    /// <param name="templateLength">Values in every template, 1 to 4,096.</param>
    /// <param name="entries">May be empty.</param>
    /// <exception cref="ArgumentException">A template of another length, all zero or not finite; the message names its index.</exception>
    public static Gallery Build(int templateLength, IReadOnlyList<GalleryEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(templateLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(templateLength, GalleryLayout.MaximumLength);
        ArgumentNullException.ThrowIfNull(entries);
        var gallery = new Gallery(templateLength, entries.Count);
        using var writer = new EntryWriter(templateLength);
        for (int index = 0; index < entries.Count; index++)
        {
            ReadOnlySpan<float> template = entries[index].Template.Span;
            if (writer.TryWrite(template, gallery.GroupOf(index), index % GalleryLayout.GroupEntries, gallery.RowOf(index)))
                continue;
            gallery.Dispose();
            throw new ArgumentException(
                $"entry {index}: expected {templateLength} finite values that are not all zero, got {template.Length}", nameof(entries));
        }
        for (int index = entries.Count; index % GalleryLayout.GroupEntries != 0; index++)
            new GroupFacts(gallery.GroupOf(index), gallery._paddedLength).SetEmpty(index % GalleryLayout.GroupEntries);
        return gallery;
    }

    /// <summary>The entry with the highest cosine; the first of equals. Allocates nothing. The score is that of the half-precision reference and the
    /// probe as it is, the same on every processor.</summary>
    /// <param name="probe">A template of the gallery's length, any scale.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    /// <exception cref="ObjectDisposedException">The gallery is gone.</exception>
    public GalleryMatch Search(ReadOnlySpan<float> probe) => Search(probe, ScanKernels.Best, out _);

    /// <summary>The same with a kernel of choice.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="kernel">One that this processor has.</param>
    /// <param name="scored">Entries that were scored exactly.</param>
    internal GalleryMatch Search(ReadOnlySpan<float> probe, ScanKernelKind kernel, out int scored)
    {
        scored = 0;
        ObjectDisposedException.ThrowIf(_table.IsClosed, this);
        CheckLength(probe);
        bool table = false, rows = false;
        try
        {
            _table.DangerousAddRef(ref table);
            _rows.DangerousAddRef(ref rows);
            return Scan(probe, kernel, out scored);
        }
        finally
        {
            if (rows)
                _rows.DangerousRelease();
            if (table)
                _table.DangerousRelease();
        }
    }

    /// <summary>Overwrites one entry: no search that begins afterwards finds it. One that is under way may still score what is left of it.</summary>
    /// <param name="index">The entry.</param>
    /// <exception cref="ArgumentException">No such entry.</exception>
    /// <exception cref="ObjectDisposedException">The gallery is gone.</exception>
    public void Erase(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ObjectDisposedException.ThrowIf(_table.IsClosed, this);
        bool table = false, rows = false;
        try
        {
            _table.DangerousAddRef(ref table);
            _rows.DangerousAddRef(ref rows);
            sbyte* group = GroupOf(index);
            int lane = index % GalleryLayout.GroupEntries;
            new GroupFacts(group, _paddedLength).SetEmpty(lane);
            for (int step = 0; step < _paddedLength / GalleryLayout.StepValues; step++)
                *(int*)(group + (step * GalleryLayout.StepBytes) + (lane * GalleryLayout.StepValues)) = 0;
            new Span<byte>(RowOf(index), RowBytes).Clear();
        }
        finally
        {
            if (rows)
                _rows.DangerousRelease();
            if (table)
                _table.DangerousRelease();
        }
    }

    /// <summary>Cosine of a probe and one entry, −1 to 1, computed as a search does; NaN if the probe is no template, 0 if the entry was erased. Allocates nothing.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="probe">A template of the gallery's length, any scale.</param>
    /// <exception cref="ArgumentException">Another length, or no such entry.</exception>
    /// <exception cref="ObjectDisposedException">The gallery is gone.</exception>
    [SkipLocalsInit]
    public float Compare(int index, ReadOnlySpan<float> probe)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        CheckLength(probe);
        ObjectDisposedException.ThrowIf(_rows.IsClosed, this);
        int length = ProbeBuffers.Bytes(_paddedLength);
        byte* memory = stackalloc byte[length];
        bool held = false;
        try
        {
            _rows.DangerousAddRef(ref held);
            var ready = ProbeBuffers.Fill(probe, memory, _paddedLength);
            return ready.Length > 0 ? (float)Math.Clamp(PackedHalves.Cosine(RowOf(index), ready.Exact, _paddedLength) / ready.Length, -1, 1) : float.NaN;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(memory, length));
            if (held)
                _rows.DangerousRelease();
        }
    }

    [SkipLocalsInit]
    private GalleryMatch Scan(ReadOnlySpan<float> probe, ScanKernelKind kernel, out int scored)
    {
        int length = ProbeBuffers.Bytes(_paddedLength);
        byte* memory = stackalloc byte[length];
        int* candidates = stackalloc int[GalleryScan.Capacity];
        float* uppers = stackalloc float[GalleryScan.Capacity];
        try
        {
            scored = 0;
            var ready = ProbeBuffers.Fill(probe, memory, _paddedLength);
            if (!(ready.Length > 0))
                return GalleryMatch.None;
            var scan = new GalleryScan(ready, _rows.Pointer, RowBytes, candidates, uppers);
            GalleryMatch match = ScanKernels.Run(kernel, ref scan, _table.Pointer, GalleryLayout.Groups(Count));
            scored = scan.Scored;
            return match;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(memory, length));
        }
    }

    /// <summary>Reads what a scan reads and nothing else: the least that a search can take.</summary>
    /// <returns>All of it combined, so that the reading is not left out.</returns>
    internal ulong ReadTable()
    {
        bool held = false;
        try
        {
            _table.DangerousAddRef(ref held);
            Vector256<ulong> a = default, b = default, c = default, d = default;
            byte* at = _table.Pointer;
            for (byte* last = at + ScanBytes - 2 * GalleryLayout.StepBytes; at <= last; at += 2 * GalleryLayout.StepBytes)
            {
                a ^= Vector256.Load((ulong*)at);
                b ^= Vector256.Load((ulong*)at + 4);
                c ^= Vector256.Load((ulong*)at + 8);
                d ^= Vector256.Load((ulong*)at + 12);
            }
            for (; at < _table.Pointer + ScanBytes; at += sizeof(Vector256<ulong>))
                a ^= Vector256.Load((ulong*)at);
            return Vector256.Sum(a ^ b ^ c ^ d);
        }
        finally
        {
            if (held)
                _table.DangerousRelease();
        }
    }

    private void CheckLength(ReadOnlySpan<float> probe)
    {
        if (probe.Length != _templateLength)
            throw new ArgumentException($"expected {_templateLength} values, got {probe.Length}", nameof(probe));
    }

    private sbyte* GroupOf(int index) =>
        (sbyte*)_table.Pointer + (long)(index / GalleryLayout.GroupEntries) * GalleryLayout.GroupBytes(_paddedLength);

    private ushort* RowOf(int index) => (ushort*)(_rows.Pointer + (long)index * RowBytes);

    /// <summary>Overwrites the references; a search under way ends first.</summary>
    public void Dispose()
    {
        _table.Dispose();
        _rows.Dispose();
    }
}
