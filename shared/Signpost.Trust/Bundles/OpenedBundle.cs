using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A watchlist in the clear, on the unit. Templates lie in one pinned buffer, zeroed on dispose; nothing else holds them.</summary>
public sealed class OpenedBundle : IDisposable
{
    private readonly Half[] templates;
    private readonly string[] references;
    private readonly Category[] categories;
    private bool disposed;

    internal OpenedBundle(VerifiedBundleHeader header)
    {
        Header = header;
        templates = GC.AllocateArray<Half>(header.Entries * header.TemplateLength, pinned: true);
        references = new string[header.Entries];
        categories = new Category[header.Entries];
    }

    /// <summary>What was signed about it.</summary>
    public VerifiedBundleHeader Header { get; }

    /// <summary>Entries.</summary>
    public int Count => references.Length;

    /// <summary>Values in a template.</summary>
    public int TemplateLength => Header.TemplateLength;

    /// <summary>The pseudonym of entry <paramref name="index"/>.</summary>
    public string ReferenceOf(int index) => references[index];

    /// <summary>The category of entry <paramref name="index"/>, one of the order's.</summary>
    public Category CategoryOf(int index) => categories[index];

    /// <summary>The template of entry <paramref name="index"/>: L2-normalised, a view that is zero after dispose.</summary>
    /// <exception cref="ObjectDisposedException">The list is gone.</exception>
    public ReadOnlySpan<Half> TemplateOf(int index) => Slot(index);

    /// <summary>Widens the template of entry <paramref name="index"/> into <paramref name="destination"/>, <see cref="TemplateLength"/> values; the
    /// caller zeroes it.</summary>
    /// <exception cref="ObjectDisposedException">The list is gone.</exception>
    public void CopyTemplate(int index, Span<float> destination)
    {
        var template = Slot(index);
        for (var i = 0; i < template.Length; i++) destination[i] = (float)template[i];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(templates.AsSpan()));
        Array.Clear(references);
        Array.Clear(categories);
    }

    internal Span<Half> Slot(int index)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return templates.AsSpan(index * TemplateLength, TemplateLength);
    }

    internal void Name(int index, string reference, Category category)
    {
        references[index] = reference;
        categories[index] = category;
    }
}
