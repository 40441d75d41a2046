namespace Signpost.Recognition;

/// <summary>What stands behind a group's int8 values: 16 factors, 16 bounds, 16 sums.</summary>
/// <param name="group">The group.</param>
/// <param name="paddedLength">Values an entry.</param>
internal readonly unsafe struct GroupFacts(sbyte* group, int paddedLength)
{
    private readonly byte* _start = (byte*)group + GalleryLayout.ColumnBytes(paddedLength);

    /// <summary>Cosine of one unit of an int8 product sum and a probe's unit: the entry's scale over its length.</summary>
    public float* Factors => (float*)_start;

    /// <summary>Length of what the int8 values leave out, over the entry's length, rounded up; negative infinity where there is no entry.</summary>
    public float* Bounds => (float*)_start + GalleryLayout.GroupEntries;

    /// <summary>Sums of the int8 values.</summary>
    public int* Sums => (int*)_start + 2 * GalleryLayout.GroupEntries;

    public void Set(int lane, float factor, float bound, int sum)
    {
        Factors[lane] = factor;
        Bounds[lane] = bound;
        Sums[lane] = sum;
    }

    /// <summary>Marks a lane that holds no entry: no search ever looks at it.</summary>
    public void SetEmpty(int lane) => Set(lane, 0, float.NegativeInfinity, 0);
}
