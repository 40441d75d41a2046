using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>The one writer of a unit's chain of records: an append-only file. Not thread-safe.</summary>
/// <remarks>
/// <para>Durability. When <see cref="Append"/> returns, the record is on the disk. When it throws, or process or machine die in it, it is there or not; the next
/// <see cref="Open"/> knows. After an exception the writer is of no more use.</para>
/// <para>A torn end, which only the last record can have, is cut when the file is opened, and <see cref="CutBytes"/> says so, for the unit to put on record. Whatever else is damaged is named by
/// an exception and left as it is.</para>
/// </remarks>
public sealed class ChainWriter : IDisposable
{
    private readonly string unitId;
    private readonly ECDsa key;
    private readonly FileCalls files;
    private readonly Stream file;
    private byte[]? previous;
    private bool isBroken;

    private ChainWriter(string path, string unitId, Guid chainId, ECDsa key, FileCalls files, Stream file)
    {
        (this.unitId, ChainId, this.key, this.files, this.file) = (unitId, chainId, key, files, file);
        Load(path);
    }

    /// <summary>The chain.</summary>
    public Guid ChainId { get; }

    /// <summary>Of the last record; 0 when there is none.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>SHA-256 of the last record; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Head => previous;

    /// <summary>Bytes of a torn record that were cut off when the file was opened.</summary>
    public int CutBytes { get; private set; }

    /// <summary>Opens a chain, or begins one.</summary>
    /// <param name="path">Its file; its directory exists.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="chainId">The chain: another one for every identity of the unit.</param>
    /// <param name="key">The unit's signing key; stays the caller's.</param>
    /// <param name="files">The file calls; null: the operating system's.</param>
    /// <exception cref="AuditLogException">The file is damaged, or another chain's; or another process has it.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static ChainWriter Open(string path, string unitId, Guid chainId, ECDsa key, FileCalls? files = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        files ??= FileCalls.Real;
        if (!files.Exists(path)) AtomicFile.Write(path, ChainFrame.Magic, AtomicFile.OwnerOnly, files);
        var file = Hold(path, files);
        try
        {
            return new ChainWriter(path, unitId, chainId, key, files, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Puts a fact on record. See the remarks of the type for what is on the disk afterwards.</summary>
    /// <param name="at">The unit's time.</param>
    /// <param name="fact">Sets the one fact.</param>
    /// <returns>The signed record, COSE_Sign1.</returns>
    /// <exception cref="ArgumentException">No fact was set, or one that is not whole; nothing was written.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public byte[] Append(DateTimeOffset at, Action<UnitRecord> fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (isBroken) throw new InvalidOperationException("An earlier call failed; open the chain again.");
        var record = new UnitRecord();
        fact(record);
        (record.FormatVersion, record.UnitId, record.ChainId, record.Sequence) = (1, unitId, WireId.From(ChainId), Sequence + 1);
        (record.PreviousDigest, record.At) = (ByteString.CopyFrom(previous ?? []), at.ToTimestamp());
        var signed = UnitRecords.Sign(record, key);
        isBroken = true;
        file.Write(ChainFrame.Write(signed));
        files.Flush(file);
        isBroken = false;
        Follow(record, signed);
        return signed;
    }

    /// <summary>The signed records behind a sequence, in their order, for whoever collects them.</summary>
    /// <param name="sequence">The last one that is not wanted; 0: all are.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> After(ulong sequence)
    {
        var content = ReadAll();
        return sequence >= Sequence ? [] : [.. (ChainFile.Read(content)?.Records ?? []).Skip((int)sequence)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isBroken = true;
        file.Dispose();
    }

    private static Stream Hold(string path, FileCalls files)
    {
        try
        {
            return files.Open(path);
        }
        catch (IOException e)
        {
            throw new AuditLogException($"'{path}': another process writes to this chain, or it cannot be opened.", e);
        }
    }

    // The links are checked, and the last signature; all of them are the checker's.
    private void Load(string path)
    {
        var chain = ChainFile.Read(ReadAll()) ?? throw new AuditLogException($"'{path}' is not a chain of records.");
        if (!chain.IsTorn) throw new AuditLogException($"'{path}' is damaged behind record {chain.Records.Count}; it is left as it is.");
        foreach (var bytes in chain.Records)
        {
            if (!UnitRecords.Read(bytes, unitId).TryGet(out var record, out var refusal)) throw new AuditLogException($"'{path}', record {Sequence + 1}: {refusal}");
            if (record.Sequence != Sequence + 1 || record.ChainId != WireId.From(ChainId) || !record.PreviousDigest.Span.SequenceEqual(previous))
                throw new AuditLogException($"'{path}': record {Sequence + 1} does not follow the one before it in this chain.");
            Follow(record, bytes.Span);
        }

        if (chain.Records.Count > 0 && UnitRecords.Verify(chain.Records[^1], unitId, key).Refusal is { } bad) throw new AuditLogException($"'{path}', record {Sequence}: {bad}");
        if (chain.Rest == 0) return;
        file.SetLength(chain.Length);
        files.Flush(file);
        file.Position = chain.Length;
        CutBytes = chain.Rest;
    }

    // The position afterwards is the end, where the next record goes.
    private byte[] ReadAll()
    {
        var content = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(content);
        return content;
    }

    private void Follow(UnitRecord record, ReadOnlySpan<byte> signed) => (Sequence, previous) = (record.Sequence, SHA256.HashData(signed));
}
