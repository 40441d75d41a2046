using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>
/// The one writer of a log: a folder as C2SP tlog-tiles lays it out, which any web server can hand out as it stands. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>Durability. When <see cref="Append"/> returns, the entries, the tiles over them and the signed checkpoint are on the disk under their names: file flushed, renamed, directory
/// flushed, in that order. When it throws, or the process or the machine dies in it, the batch is in the log as a whole or not at all; which of the two, the next
/// <see cref="Open"/> says. Whoever appends looks at <see cref="Size"/> then, and at the last entries, before appending again: the log does not know its callers' batches.</para>
/// <para>A checkpoint that anybody may have seen is never taken back: it stands on the disk beside the present one, under a name nobody reads, before it takes that one's
/// place; a writer that finds it there shows it. So the log never signs two trees of one size, whatever dies when.</para>
/// <para>After an exception the writer is of no more use; open another. Nothing that was damaged is repaired: <see cref="Open"/> refuses what its checkpoint does not fit.</para>
/// </remarks>
public sealed class LogWriter : IDisposable
{
    private readonly string folder;
    private readonly NoteSigner signer;
    private readonly FileCalls files;
    private readonly Stream held;
    private readonly HashSet<string> directories = new(StringComparer.Ordinal);
    private readonly TileTree tree;
    private MemoryStream bundle;
    private bool isBroken;

    private LogWriter(string folder, NoteSigner signer, FileCalls files, Stream held)
    {
        (this.folder, this.signer, this.files, this.held) = (folder, signer, files, held);
        Checkpoint = ReadOrBegin();
        (tree, bundle) = LoadEdge();
        ClearBeyond();
    }

    /// <summary>The latest checkpoint, on the disk.</summary>
    public SignedCheckpoint Checkpoint { get; private set; }

    /// <summary>Entries in the log.</summary>
    public ulong Size => Checkpoint.Checkpoint.Size;

    /// <summary>Opens a log, or begins one where there is none.</summary>
    /// <param name="folder">Its folder; made when it is not there.</param>
    /// <param name="signer">The log's key; its name is the log's origin. It stays the caller's.</param>
    /// <param name="files">The file calls; null: the operating system's.</param>
    /// <exception cref="AuditLogException">Another process writes to it; it is another key's; or something of it is missing or altered.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static LogWriter Open(string folder, NoteSigner signer, FileCalls? files = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        files ??= FileCalls.Real;
        folder = Path.GetFullPath(folder);
        files.CreateDirectory(folder);
        var held = Hold(folder, files);
        try
        {
            return new LogWriter(folder, signer, files, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Appends entries, in order, and signs the log with them. See the remarks of the type for what is on the disk afterwards.</summary>
    /// <param name="entries">Each at most 65,535 bytes; none: nothing happens.</param>
    /// <returns>The index of the first.</returns>
    /// <exception cref="ArgumentException">An entry is too long; nothing was appended.</exception>
    /// <exception cref="IOException">The disk refuses. Whether the batch is in the log, the next writer says.</exception>
    public ulong Append(params IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (isBroken) throw new InvalidOperationException("An earlier call failed; open the log again.");
        if (entries.Any(entry => entry.Length > EntryBundle.LongestEntry)) throw new ArgumentException($"An entry has at most {EntryBundle.LongestEntry} bytes.", nameof(entries));
        var first = Size;
        if (entries.Count == 0) return first;
        isBroken = true;
        var filled = Integrate(entries);
        WriteEdge(filled);
        Show(SignedCheckpoint.Sign(new Checkpoint(signer.Verifier.Name, tree.Size, tree.Root), signer));
        isBroken = false;
        foreach (var path in filled) DropPartials(path);
        return first;
    }

    /// <summary>Shows the latest checkpoint with witnesses' cosignatures under it, as durably as an append does.</summary>
    /// <param name="cosigned">The latest checkpoint, with the log's signature.</param>
    /// <returns>False when the log has grown since; nothing happened then.</returns>
    /// <exception cref="ArgumentException">The log's signature is not under it.</exception>
    /// <exception cref="IOException">The disk refuses. Which of the two is shown, the next writer says.</exception>
    public bool Cosigned(SignedCheckpoint cosigned)
    {
        ArgumentNullException.ThrowIfNull(cosigned);
        if (isBroken) throw new InvalidOperationException("An earlier call failed; open the log again.");
        if (cosigned.Checkpoint != Checkpoint.Checkpoint) return false;
        if (!cosigned.Note.Verify(signer.Verifier).IsAccepted) throw new ArgumentException("The log's own signature is not under it.", nameof(cosigned));
        isBroken = true;
        Show(cosigned);
        isBroken = false;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isBroken = true;
        held.Dispose();
        bundle.Dispose();
    }

    private static Stream Hold(string folder, FileCalls files)
    {
        try
        {
            return files.Open(Path.Combine(folder, LogFiles.Lock));
        }
        catch (IOException e) when (File.Exists(Path.Combine(folder, LogFiles.Lock)))
        {
            throw new AuditLogException($"'{folder}': another process writes to this log, or its lock cannot be opened.", e);
        }
    }

    private SignedCheckpoint ReadOrBegin()
    {
        var (path, pending) = (Path.Combine(folder, LogFiles.Checkpoint), Path.Combine(folder, LogFiles.Pending));
        var current = files.Exists(path) ? ReadCheckpoint(path) : null;
        if (files.Exists(pending))
        {
            var next = ReadCheckpoint(pending);
            if (current is not null && next.Checkpoint.Size < current.Checkpoint.Size)
                throw new AuditLogException($"'{pending}' is older than the checkpoint beside it.");
            files.Move(pending, path);
            files.FlushDirectory(folder);
            return next;
        }

        if (current is not null) return current;
        var first = Path.Combine(folder, Tiles.EntriesPath(0, Tiles.Width));
        if (files.Exists(first) || files.List(first + ".p", "*").Count > 0) throw new AuditLogException($"'{folder}' has entries and no checkpoint: it was taken away.");
        Show(SignedCheckpoint.Sign(new Checkpoint(signer.Verifier.Name, 0, TreeHash.Empty), signer));
        return Checkpoint;
    }

    private SignedCheckpoint ReadCheckpoint(string path) => SignedCheckpoint.Open(files.Read(path), signer.Verifier).TryGet(out var checkpoint, out var refusal)
        ? checkpoint
        : throw new AuditLogException($"'{path}' is not of this log: {refusal}");

    private (TileTree Tree, MemoryStream Bundle) LoadEdge()
    {
        var reader = new LogReader(folder, files, Checkpoint.Checkpoint.Size);
        var loaded = TileTree.Load(Size, reader.Tile);
        if (loaded.Root != Checkpoint.Checkpoint.Root) throw new AuditLogException($"'{folder}': the tiles' root is {loaded.Root}, the checkpoint's {Checkpoint.Checkpoint.Root}.");
        var open = new MemoryStream();
        if (loaded.Partial(0).Count == 0) return (loaded, open);
        var entries = reader.Bundle(Size >> Tiles.Height);
        for (var i = 0; i < entries.Count; i++)
        {
            if (TreeHash.Leaf(entries[i].Span) != loaded.Partial(0)[i]) throw new AuditLogException($"'{folder}': entry {(Size & ~(Tiles.Width - 1ul)) + (ulong)i} is not what its tile says.");
            EntryBundle.Write(open, entries[i].Span);
        }

        return (loaded, open);
    }

    // Full tiles and bundles are written at once, being final; their paths are returned.
    private List<string> Integrate(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var filled = new List<string>();
        foreach (var entry in entries)
        {
            EntryBundle.Write(bundle, entry.Span);
            tree.Append(TreeHash.Leaf(entry.Span), full =>
            {
                if (full.Level == 0) WriteFull(filled, Tiles.EntriesPath(full.Index, Tiles.Width), bundle.ToArray());
                WriteFull(filled, Tiles.Path(full.Level, full.Index, Tiles.Width), Tiles.Write(full.Hashes));
            });
            if (tree.Partial(0).Count != 0) continue;
            bundle.Dispose();
            bundle = new MemoryStream();
        }

        return filled;
    }

    private void WriteFull(List<string> filled, string path, byte[] content)
    {
        Write(path, content);
        filled.Add(path);
    }

    private void WriteEdge(List<string> filled)
    {
        for (var level = 0; level < Tiles.Levels; level++)
        {
            // Above the first level, the edge moves only when a tile below is full.
            if (level > 0 && !filled.Exists(path => path.StartsWith($"tile/{level - 1}/", StringComparison.Ordinal))) break;
            var (partial, index) = (tree.Partial(level), Tiles.Hashes(level, tree.Size) >> Tiles.Height);
            if (partial.Count == 0) continue;
            if (level == 0) Write(Tiles.EntriesPath(index, partial.Count), bundle.ToArray());
            Write(Tiles.Path(level, index, partial.Count), Tiles.Write(partial));
        }
    }

    private void Write(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        Ensure(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, content, LogFiles.Mode, files);
    }

    private void Ensure(string directory)
    {
        if (directory == folder || directories.Contains(directory)) return;
        var parent = Path.GetDirectoryName(directory)!;
        Ensure(parent);
        files.CreateDirectory(directory);
        files.FlushDirectory(parent);
        directories.Add(directory);
    }

    private void Show(SignedCheckpoint next)
    {
        var pending = Path.Combine(folder, LogFiles.Pending);
        AtomicFile.Write(pending, next.Note.ToBytes(), LogFiles.Mode, files);
        files.Move(pending, Path.Combine(folder, LogFiles.Checkpoint));
        files.FlushDirectory(folder);
        Checkpoint = next;
    }

    // What a batch left that never came into the log. It harms nobody: whatever is shown is written anew before. It would only puzzle whoever looks.
    private void ClearBeyond()
    {
        for (var level = 0; level < Tiles.Levels; level++)
        {
            var (kind, at, edge) = (level, Tiles.Hashes(level, Size) >> Tiles.Height, tree.Partial(level).Count);
            Clear(edge, at, (index, width) => Tiles.Path(kind, index, width));
            if (level == 0) Clear(edge, at, Tiles.EntriesPath);
        }
    }

    private void Clear(int edge, ulong at, Func<ulong, int, string> name)
    {
        for (var index = at; ; index++)
        {
            var (full, found) = (Path.Combine(folder, name(index, Tiles.Width)), false);
            foreach (var path in files.List(full + ".p", "*"))
            {
                if (index == at && int.TryParse(Path.GetFileName(path), out var width) && width <= edge) continue;
                files.Delete(path);
                found = true;
            }

            if (files.Exists(full))
            {
                files.Delete(full);
                found = true;
            }

            if (!found && index > at) return;
        }
    }

    // The full tile holds all that they hold. Should the disk refuse, they stay: the batch is in the log.
    private void DropPartials(string full)
    {
        var directory = Path.Combine(folder, full + ".p");
        try
        {
            var partials = files.List(directory, "*");
            if (partials.Count == 0) return;
            foreach (var path in partials) files.Delete(path);
            files.DeleteDirectory(directory);
            directories.Remove(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            directories.Remove(directory);
        }
    }
}
