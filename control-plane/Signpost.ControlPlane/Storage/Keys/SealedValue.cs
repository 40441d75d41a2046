using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>
/// Personal data as it stands in a column: sealed. Only a <see cref="DataKey"/> makes one of plain bytes, so that nothing plain can get into a column of this type; queries carry
/// it about and never look inside.
/// </summary>
internal sealed class SealedValue
{
    private readonly byte[] bytes;

    private SealedValue(byte[] bytes) => this.bytes = bytes;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>What <see cref="DataKey"/> made.</summary>
    internal static SealedValue Of(byte[] sealedBytes) => new(sealedBytes);

    /// <summary>To and from the column.</summary>
    internal sealed class Converter() : ValueConverter<SealedValue, byte[]>(x => x.bytes, x => new SealedValue(x));
}

/// <summary>The one place that a sealed value opens in: moved to another row, column or table, it does not.</summary>
internal readonly record struct Cell(string Table, string Column, string Row)
{
    public Cell(string table, string column, Guid row)
        : this(table, column, row.ToString())
    {
    }

    public Cell(string table, string column, long row)
        : this(table, column, row.ToString(CultureInfo.InvariantCulture))
    {
    }
}
