using Signpost.Trust;

namespace Signpost.Tests.Support;

/// <summary>How it ends at a file call.</summary>
public enum Ending
{
    /// <summary>The process is killed: what was written is there.</summary>
    Killed,

    /// <summary>The power goes: of what was written and not flushed, zeros are there.</summary>
    PowerCut,

    /// <summary>The disk refuses this one call, and the program goes on.</summary>
    Refused,
}

/// <summary>It ended. Nothing but a test catches this.</summary>
internal sealed class EndedException(string call) : Exception($"ended at {call}");

/// <summary>Real file calls, the n-th of which ends it all. A write that is cut off leaves half of its bytes.</summary>
internal sealed class DyingFiles : FileCalls
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _flushed = [];
    private readonly List<(string Directory, Action Undo)> _names = [];
    private int _left = int.MaxValue;
    private Ending _ending;

    /// <summary>Where it ended, or null.</summary>
    public string? EndedAt { get; private set; }

    /// <summary>Ends it at the <paramref name="call"/>-th call from now on, counted from 1.</summary>
    public void EndAt(int call, Ending ending) => (_left, _ending) = (call, ending);

    /// <summary>What the power cut takes with it.</summary>
    /// <param name="names">Whether also files and directories made, renamed and deleted since their directory was flushed; a file system may keep them or not.</param>
    public void LoseWhatWasNotFlushed(bool names = false)
    {
        for (var i = _names.Count; names && i > 0; i--) _names[i - 1].Undo();
        foreach (var (path, length) in _flushed.Where(file => File.Exists(file.Key)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            if (file.Length <= length) continue;
            file.Position = length;
            file.Write(new byte[file.Length - length]);
        }
    }

    public override bool Exists(string path) => Step("exists", path, () => base.Exists(path));

    public override IReadOnlyList<string> List(string directory, string pattern) => Step("list", directory, () => base.List(directory, pattern));

    public override void CreateDirectory(string path) => Step("create directory", path, () =>
    {
        if (!Directory.Exists(path)) Remember(path, () => Directory.Delete(path, recursive: true));
        base.CreateDirectory(path);
    });

    public override byte[] Read(string path) => Step("read", path, () => base.Read(path));

    public override Stream Create(string path, UnixFileMode mode) => Step("create", path, () =>
    {
        var file = Track(path, base.Create(path, mode));
        Remember(path, () => File.Delete(path));
        return file;
    });

    public override Stream Open(string path) => Step("open", path, () => Track(path, base.Open(path)));

    public override Stream OpenRead(string path) => Step("open to read", path, () => new Watched(this, path, base.OpenRead(path)));

    public override void Flush(Stream file)
    {
        var watched = (Watched)file;
        Step("flush", watched.Path, () => base.Flush(watched.Inner));
        lock (_lock) _flushed[watched.Path] = watched.Length;
    }

    public override void Move(string from, string to)
    {
        Step("move", to, () =>
        {
            var replaced = File.Exists(to) ? File.ReadAllBytes(to) : null;
            base.Move(from, to);
            Remember(to, () =>
            {
                File.Move(to, from, overwrite: true);
                if (replaced is not null) File.WriteAllBytes(to, replaced);
            });
        });
        lock (_lock)
        {
            if (_flushed.Remove(from, out var length)) _flushed[to] = length;
        }
    }

    public override void Delete(string path)
    {
        Step("delete", path, () =>
        {
            var deleted = File.Exists(path) ? File.ReadAllBytes(path) : null;
            base.Delete(path);
            if (deleted is not null) Remember(path, () => File.WriteAllBytes(path, deleted));
        });
        lock (_lock) _flushed.Remove(path);
    }

    public override void DeleteDirectory(string path) => Step("delete directory", path, () =>
    {
        base.DeleteDirectory(path);
        Remember(path, () => Directory.CreateDirectory(path));
    });

    public override void FlushDirectory(string path) => Step("flush directory", path, () =>
    {
        base.FlushDirectory(path);
        _names.RemoveAll(name => name.Directory == path);
    });

    private void Remember(string path, Action undo) => _names.Add((Path.GetDirectoryName(path)!, undo));

    private void Step(string call, string path, Action act, Action? half = null) => Step<object?>(
        call, path,
        () =>
        {
            act();
            return null;
        },
        half);

    private T Step<T>(string call, string path, Func<T> act, Action? half = null)
    {
        lock (_lock)
        {
            var name = $"{call} {Path.GetFileName(path)}";
            if (EndedAt is not null && _ending != Ending.Refused) throw new EndedException(name);
            if (--_left != 0) return act();
            half?.Invoke();
            EndedAt = name;
            throw _ending == Ending.Refused ? new IOException($"The disk refuses: {name}") : new EndedException(name);
        }
    }

    private Watched Track(string path, Stream file)
    {
        _flushed.TryAdd(path, file.Length);
        return new Watched(this, path, file);
    }

    private sealed class Watched(DyingFiles files, string path, Stream inner) : Stream
    {
        public string Path => path;

        public Stream Inner => inner;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => true;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => files.Step("read of", path, () => inner.Read(buffer, offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var taken = new byte[buffer.Length];
            var count = Read(taken, 0, taken.Length);
            taken.AsSpan(0, count).CopyTo(buffer.Span);
            return ValueTask.FromResult(count);
        }

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => files.Step("set length of", path, () => inner.SetLength(value));

        public override void Write(byte[] buffer, int offset, int count) =>
            files.Step("write to", path, () => inner.Write(buffer, offset, count), () => inner.Write(buffer, offset, count / 2));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var bytes = buffer.ToArray();
            Write(bytes, 0, bytes.Length);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            // Also of a process that has ended: the system closes its files.
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
