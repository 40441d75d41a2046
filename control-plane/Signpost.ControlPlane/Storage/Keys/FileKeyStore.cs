using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Trust;

namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>
/// Masters in one file (mode 0600, replaced atomically), for one process. A destroyed master's file is overwritten in place after the new one stands in its stead; what a copying
/// file system or a flash drive keeps of it is beyond a program.
/// </summary>
internal sealed class FileKeyStore : IKeyStore
{
    private const int MasterLength = 32;
    private const int LargestFile = 64 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
    };

    private readonly Lock gate = new();
    private readonly string file;
    private readonly TimeProvider time;
    private readonly List<Master> masters;

    private FileKeyStore(string file, TimeProvider time, List<Master> masters) => (this.file, this.time, this.masters) = (file, time, masters);

    public IReadOnlyList<Guid> Masters
    {
        get
        {
            lock (gate) return masters.ConvertAll(x => x.Id);
        }
    }

    /// <summary>Opens the store; a file that is not there is an empty one.</summary>
    /// <exception cref="KeyStoreException">The file is not a key store, or open to others.</exception>
    public static FileKeyStore Open(string file, TimeProvider time) => new(file, time, File.Exists(file) ? Read(file) : []);

    public Guid Create()
    {
        lock (gate)
        {
            var master = new Master(Guid.CreateVersion7(time.GetUtcNow()), RandomNumberGenerator.GetBytes(MasterLength));
            Replace([.. masters, master]);
            masters.Add(master);
            return master.Id;
        }
    }

    public void Destroy(IReadOnlyCollection<Guid> gone)
    {
        lock (gate)
        {
            var leaving = masters.FindAll(x => gone.Contains(x.Id));
            if (leaving.Count == 0) return;
            Replace(masters.FindAll(x => !gone.Contains(x.Id)));
            masters.RemoveAll(x => gone.Contains(x.Id));
            foreach (var master in leaving) CryptographicOperations.ZeroMemory(master.Key);
        }
    }

    public byte[] Wrap(Guid master, ReadOnlySpan<byte> key, ReadOnlySpan<byte> context)
    {
        lock (gate)
        {
            using var cipher = new AesGcm(Find(master), Gcm.TagLength);
            return Gcm.Seal(cipher, key, context);
        }
    }

    public byte[] Unwrap(Guid master, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context)
    {
        lock (gate)
        {
            using var cipher = new AesGcm(Find(master), Gcm.TagLength);
            try
            {
                return Gcm.Open(cipher, wrapped, context);
            }
            catch (CryptographicException e)
            {
                throw new KeyStoreException("A data key in the database was altered or belongs to another key store.", e);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var master in masters) CryptographicOperations.ZeroMemory(master.Key);
            masters.Clear();
        }
    }

    private byte[] Find(Guid master) => masters.Find(x => x.Id == master)?.Key ?? throw new MasterGoneException(master);

    private void Replace(List<Master> next)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new Content(1, next), Json);
        try
        {
            using var old = File.Exists(file) ? new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0) : null;
            AtomicFile.Write(file, bytes, AtomicFile.OwnerOnly);
            if (old is null) return;
            old.Write(new byte[old.Length]);
            old.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"The key store '{file}' cannot be written: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static List<Master> Read(string file)
    {
        byte[] bytes = [];
        try
        {
            bytes = KeyFiles.ReadSecret(file, LargestFile);
            var content = JsonSerializer.Deserialize<Content>(bytes, Json);
            if (content is { FormatVersion: 1 } && content.Masters.TrueForAll(x => x.Key.Length == MasterLength) && content.Masters.DistinctBy(x => x.Id).Count() == content.Masters.Count)
                return content.Masters;
            throw new KeyStoreException($"'{file}' is not a key store of version 1: restore it from its backup.");
        }
        catch (JsonException e)
        {
            throw new KeyStoreException($"'{file}' is not a key store: restore it from its backup.", e);
        }
        catch (TrustException e)
        {
            throw new KeyStoreException(e.Message, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private sealed record Content(int FormatVersion, List<Master> Masters);

    private sealed record Master(Guid Id, byte[] Key);
}
