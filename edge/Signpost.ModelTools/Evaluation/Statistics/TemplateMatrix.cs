using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Templates one after another in one block of memory, each with the person it is of; overwritten at the end.</summary>
internal sealed class TemplateMatrix : IDisposable
{
    private readonly float[] _values;

    /// <param name="rows">Templates of equal length, and people by number from 0; each is a search of its own.</param>
    public TemplateMatrix(IReadOnlyList<(float[] Template, int Person)> rows)
        : this([.. rows.Select((row, search) => (row.Template, row.Person, search))])
    {
    }

    /// <param name="rows">Templates of equal length, people by number from 0, and to which search each belongs: those of one search stand together.</param>
    public TemplateMatrix(IReadOnlyList<(float[] Template, int Person, int Search)> rows)
    {
        Length = rows.Count == 0 ? 0 : rows[0].Template.Length;
        _values = GC.AllocateArray<float>(Length * rows.Count, pinned: true);
        for (int row = 0; row < rows.Count; row++)
            rows[row].Template.CopyTo(_values.AsSpan(row * Length, Length));
        People = [.. rows.Select(row => row.Person)];
        Searches = [.. rows.Select(row => row.Search)];
    }

    /// <summary>Templates.</summary>
    public int Count => People.Count;

    /// <summary>Values in each.</summary>
    public int Length { get; }

    /// <summary>Whose each template is.</summary>
    public IReadOnlyList<int> People { get; }

    /// <summary>The search that each template belongs to: what a visit's template becomes from shot to shot is one.</summary>
    public IReadOnlyList<int> Searches { get; }

    /// <summary>Whether a search begins at this row.</summary>
    public bool Begins(int row) => row == 0 || Searches[row] != Searches[row - 1];

    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Length, Length);

    /// <summary>Products of one template with a run of rows: cosines, since templates have length 1. Four rows at a time, which share the reads.</summary>
    /// <param name="template">Of the matrix' length.</param>
    /// <param name="first">First row.</param>
    /// <param name="products">As many as there are rows in the run.</param>
    public void Multiply(ReadOnlySpan<float> template, int first, Span<float> products)
    {
        int index = 0;
        for (; index + 4 <= products.Length; index += 4)
            MultiplyFour(template, _values.AsSpan((first + index) * Length, 4 * Length), products[index..]);
        for (; index < products.Length; index++)
            products[index] = Vector.Sum(Sum(template, this[first + index])) + Tail(template, this[first + index]);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_values.AsSpan()));

    private static void MultiplyFour(ReadOnlySpan<float> template, ReadOnlySpan<float> rows, Span<float> products)
    {
        int length = template.Length;
        ReadOnlySpan<Vector<float>> t = Vectors(template), a = Vectors(rows[..length]), b = Vectors(rows.Slice(length, length));
        ReadOnlySpan<Vector<float>> c = Vectors(rows.Slice(2 * length, length)), d = Vectors(rows.Slice(3 * length, length));
        Vector<float> sumA = default, sumB = default, sumC = default, sumD = default;
        for (int index = 0; index < t.Length; index++)
        {
            Vector<float> value = t[index];
            sumA = Vector.FusedMultiplyAdd(value, a[index], sumA);
            sumB = Vector.FusedMultiplyAdd(value, b[index], sumB);
            sumC = Vector.FusedMultiplyAdd(value, c[index], sumC);
            sumD = Vector.FusedMultiplyAdd(value, d[index], sumD);
        }
        products[0] = Vector.Sum(sumA) + Tail(template, rows[..length]);
        products[1] = Vector.Sum(sumB) + Tail(template, rows.Slice(length, length));
        products[2] = Vector.Sum(sumC) + Tail(template, rows.Slice(2 * length, length));
        products[3] = Vector.Sum(sumD) + Tail(template, rows.Slice(3 * length, length));
    }

    private static Vector<float> Sum(ReadOnlySpan<float> template, ReadOnlySpan<float> row)
    {
        ReadOnlySpan<Vector<float>> t = Vectors(template), a = Vectors(row);
        Vector<float> sum = default;
        for (int index = 0; index < t.Length; index++)
            sum = Vector.FusedMultiplyAdd(t[index], a[index], sum);
        return sum;
    }

    // What is left over when the length is no multiple of a vector's.
    private static float Tail(ReadOnlySpan<float> template, ReadOnlySpan<float> row)
    {
        float sum = 0;
        for (int index = template.Length - template.Length % Vector<float>.Count; index < template.Length; index++)
            sum = MathF.FusedMultiplyAdd(template[index], row[index], sum);
        return sum;
    }

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
