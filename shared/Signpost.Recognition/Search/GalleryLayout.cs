namespace Signpost.Recognition;

/// <summary>
/// How a gallery lies in memory. The scan table is a run of groups of 16 entries: for each four values of the template one cache line with these
/// four of all 16 entries, so that a dot-product instruction's lanes are entries and nothing is summed across a register; then, of each entry,
/// the factor of its int8 values, the bound of what they leave out, and their sum. The scan reads it from end to end.
/// </summary>
internal static class GalleryLayout
{
    /// <summary>Entries in a group.</summary>
    public const int GroupEntries = 16;

    /// <summary>Values of one entry in a step.</summary>
    public const int StepValues = 4;

    /// <summary>Bytes of a step: one cache line.</summary>
    public const int StepBytes = GroupEntries * StepValues;

    /// <summary>Every allocation and every group starts on a cache line.</summary>
    public const int Alignment = 64;

    /// <summary>Longest template.</summary>
    public const int MaximumLength = 4096;

    private const int LengthUnit = 128;

    /// <summary>Values of a template with the zeros that fill it up: no kernel needs a tail.</summary>
    public static int PaddedLength(int templateLength) => (templateLength + LengthUnit - 1) / LengthUnit * LengthUnit;

    /// <summary>Bytes of a group's int8 values.</summary>
    public static int ColumnBytes(int paddedLength) => paddedLength * GroupEntries;

    /// <summary>Bytes of a whole group.</summary>
    public static int GroupBytes(int paddedLength) => ColumnBytes(paddedLength) + GroupEntries * (sizeof(float) + sizeof(float) + sizeof(int));

    /// <summary>Bytes of an entry's packed half-precision values.</summary>
    public static int RowBytes(int paddedLength) => paddedLength / PackedHalves.Planes * PackedHalves.StoredPlanes * sizeof(ushort);

    /// <summary>Groups that hold <paramref name="entries"/>.</summary>
    public static int Groups(int entries) => (int)(((long)entries + GroupEntries - 1) / GroupEntries);
}
