namespace Signpost.AuditLog;

/// <summary>The records in a chain's file, unverified.</summary>
public sealed class ChainFile
{
    private ChainFile(IReadOnlyList<ReadOnlyMemory<byte>> records, long length, int rest, bool isTorn) =>
        (Records, Length, Rest, IsTorn) = (records, length, rest, isTorn);

    /// <summary>COSE_Sign1 each, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Records { get; }

    /// <summary>Bytes up to the end of the last whole record.</summary>
    public long Length { get; }

    /// <summary>Bytes behind it: 0 in a file that is whole.</summary>
    public int Rest { get; }

    /// <summary>Whether those bytes can be a record whose writing was cut off. If they cannot, the file is damaged.</summary>
    public bool IsTorn { get; }

    /// <summary>Reads a file.</summary>
    /// <returns>Null when it is no chain's file at all.</returns>
    public static ChainFile? Read(ReadOnlyMemory<byte> file)
    {
        if (!file.Span.StartsWith(ChainFrame.Magic)) return null;
        var records = new List<ReadOnlyMemory<byte>>();
        var rest = file[ChainFrame.Magic.Length..];
        while (ChainFrame.Read(rest) is { } record)
        {
            records.Add(record);
            rest = rest[(ChainFrame.HeaderLength + record.Length)..];
        }

        return new ChainFile(records, file.Length - rest.Length, rest.Length, rest.IsEmpty || ChainFrame.IsTorn(rest));
    }
}
