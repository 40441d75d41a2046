using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>
/// References in memory, searched exhaustively and exactly. Immutable: a new list is a new gallery. Searches may run
/// concurrently with each other, not with <see cref="Dispose"/>, which overwrites the references.
/// </summary>
public sealed class Gallery : IDisposable
{
    private readonly float[] _references;
    private readonly int _templateLength;
    private bool _disposed;

    private Gallery(float[] references, int templateLength, int count)
    {
        _references = references;
        _templateLength = templateLength;
        Count = count;
    }

    /// <summary>Entries held.</summary>
    public int Count { get; }

    /// <summary>Copies and normalises the templates. The caller keeps, and zeroes, its own.</summary>
    /// <param name="templateLength">Values in every template, at least 1.</param>
    /// <param name="entries">May be empty.</param>
    /// <exception cref="ArgumentException">A template of another length, all zero or not finite; the message names its index.</exception>
    public static Gallery Build(int templateLength, IReadOnlyList<GalleryEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(templateLength, 1);
        ArgumentNullException.ThrowIfNull(entries);
        // Pinned: the collector must not leave copies behind when it compacts.
        float[] references = GC.AllocateArray<float>(checked(templateLength * entries.Count), pinned: true);
        var gallery = new Gallery(references, templateLength, entries.Count);
        for (int index = 0; index < entries.Count; index++)
        {
            ReadOnlySpan<float> template = entries[index].Template.Span;
            Span<float> reference = references.AsSpan(index * templateLength, templateLength);
            if (template.Length == templateLength)
                template.CopyTo(reference);
            if (template.Length != templateLength || !Template.Normalise(reference))
            {
                gallery.Dispose();
                throw new ArgumentException(
                    $"entry {index}: expected {templateLength} finite values that are not all zero, got {template.Length}", nameof(entries));
            }
        }
        return gallery;
    }

    /// <summary>The entry with the highest cosine; the first of equals. Allocates nothing.</summary>
    /// <param name="probe">A template of the gallery's length, any scale.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public GalleryMatch Search(ReadOnlySpan<float> probe)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (probe.Length != _templateLength)
            throw new ArgumentException($"expected {_templateLength} values, got {probe.Length}", nameof(probe));
        float norm = TensorPrimitives.Norm(probe);
        if (!(norm > 0) || !float.IsFinite(norm))
            return GalleryMatch.None;
        int best = -1;
        float bestProduct = float.NegativeInfinity;
        ReadOnlySpan<float> references = _references;
        for (int index = 0; index < Count; index++)
        {
            float product = TensorPrimitives.Dot(probe, references.Slice(index * _templateLength, _templateLength));
            if (product > bestProduct)
                (best, bestProduct) = (index, product);
        }
        return best < 0 ? GalleryMatch.None : new GalleryMatch(best, Math.Clamp(bestProduct / norm, -1f, 1f));
    }

    /// <summary>Cosine of a probe and one entry, −1 to 1; NaN if the probe is no template. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public float Compare(int index, ReadOnlySpan<float> probe)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (probe.Length != _templateLength)
            throw new ArgumentException($"expected {_templateLength} values, got {probe.Length}", nameof(probe));
        return Template.Compare(_references.AsSpan(index * _templateLength, _templateLength), probe);
    }

    /// <summary>Overwrites the references.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_references.AsSpan()));
    }
}
