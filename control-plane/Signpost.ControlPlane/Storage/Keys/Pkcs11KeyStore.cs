using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Signpost.Trust;

namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>
/// Masters in a PKCS#11 token (an HSM, or SoftHSM): made there, sensitive and not extractable, so that wrapping happens in the token (CKM_AES_GCM) and several control planes
/// may share it. One session, one call at a time; a session that the token dropped is opened again.
/// </summary>
internal sealed class Pkcs11KeyStore : IKeyStore
{
    private const string Label = "signpost master";
    private const ulong MasterLength = 32;
    private static readonly Pkcs11InteropFactories Factories = new();

    private readonly Lock gate = new();
    private readonly IPkcs11Library library;
    private readonly string token;
    private readonly string pinFile;
    private readonly TimeProvider time;
    private ISession? session;

    // The library asks for 'libdl', a name that only development packages bring; what was in it is part of the C library since glibc 2.34.
    static Pkcs11KeyStore() => NativeLibrary.SetDllImportResolver(
        typeof(Pkcs11InteropFactories).Assembly,
        (name, assembly, path) => name == "libdl" && OperatingSystem.IsLinux() ? NativeLibrary.Load("libdl.so.2", assembly, path) : IntPtr.Zero);

    private Pkcs11KeyStore(IPkcs11Library library, string token, string pinFile, TimeProvider time) =>
        (this.library, this.token, this.pinFile, this.time) = (library, token, pinFile, time);

    public IReadOnlyList<Guid> Masters => InSession(open => Find(open, null)
        .ConvertAll(x => new Guid(open.GetAttributeValue(x, [CKA.CKA_ID])[0].GetValueAsByteArray(), bigEndian: true))
        // Ids are UUIDv7: their order is that of their making.
        .OrderBy(x => x.ToString("N"), StringComparer.Ordinal).ToArray());

    /// <summary>Loads the token's library and signs in to the token.</summary>
    /// <param name="libraryFile">The PKCS#11 module of the token's maker.</param>
    /// <param name="token">The token's label.</param>
    /// <param name="pinFile">File (0600) with the user's PIN.</param>
    /// <exception cref="KeyStoreException">No such module or token, or a wrong PIN.</exception>
    public static Pkcs11KeyStore Open(string libraryFile, string token, string pinFile, TimeProvider time)
    {
        try
        {
            var store = new Pkcs11KeyStore(Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, libraryFile, AppType.MultiThreaded), token, pinFile, time);
            try
            {
                store.InSession(_ => true);
                return store;
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is Pkcs11Exception or LibraryArchitectureException or UnmanagedException or TrustException)
        {
            throw new KeyStoreException($"The PKCS#11 token '{token}' of {libraryFile} cannot be used: {e.Message}", e);
        }
    }

    public Guid Create() => InSession(open =>
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        using var mechanism = Factories.MechanismFactory.Create(CKM.CKM_AES_KEY_GEN);
        open.GenerateKey(
            mechanism,
            [
                Attribute(CKA.CKA_TOKEN, true), Attribute(CKA.CKA_PRIVATE, true), Attribute(CKA.CKA_SENSITIVE, true), Attribute(CKA.CKA_EXTRACTABLE, false),
                Attribute(CKA.CKA_ENCRYPT, true), Attribute(CKA.CKA_DECRYPT, true), Attribute(CKA.CKA_WRAP, false), Attribute(CKA.CKA_UNWRAP, false),
                Factories.ObjectAttributeFactory.Create(CKA.CKA_VALUE_LEN, MasterLength),
                Factories.ObjectAttributeFactory.Create(CKA.CKA_LABEL, Label),
                Factories.ObjectAttributeFactory.Create(CKA.CKA_ID, id.ToByteArray(bigEndian: true)),
            ]);
        return id;
    });

    public void Destroy(IReadOnlyCollection<Guid> masters) => InSession(open =>
    {
        foreach (var master in masters)
        {
            foreach (var handle in Find(open, master)) open.DestroyObject(handle);
        }

        return true;
    });

    public byte[] Wrap(Guid master, ReadOnlySpan<byte> key, ReadOnlySpan<byte> context)
    {
        var header = Gcm.NewHeader();
        var associated = Gcm.Associated(header, context);
        var plain = key.ToArray();
        try
        {
            return InSession<byte[]>(open =>
            {
                using var mechanism = Mechanism(header, associated);
                return [.. header, .. open.Encrypt(mechanism, Handle(open, master), plain)];
            });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public byte[] Unwrap(Guid master, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context)
    {
        if (!Gcm.IsWhole(wrapped)) throw new KeyStoreException("A data key in the database is not of a known form.");
        var header = wrapped[..Gcm.HeaderLength].ToArray();
        var associated = Gcm.Associated(header, context);
        var body = wrapped[Gcm.HeaderLength..].ToArray();
        return InSession(open =>
        {
            var handle = Handle(open, master);
            using var mechanism = Mechanism(header, associated);
            try
            {
                return open.Decrypt(mechanism, handle, body);
            }
            // What a wrong tag is called differs from token to token.
            catch (Pkcs11Exception e) when (!IsSessionLost(e))
            {
                throw new KeyStoreException("A data key in the database was altered or belongs to another key store.", e);
            }
        });
    }

    public void Dispose()
    {
        lock (gate)
        {
            Close();
            library.Dispose();
        }
    }

    private static IMechanism Mechanism(byte[] header, byte[] associated) => Factories.MechanismFactory.Create(
        CKM.CKM_AES_GCM,
        Factories.MechanismParamsFactory.CreateCkGcmParams(header[1..], Gcm.NonceLength * 8, associated, Gcm.TagLength * 8));

    private static IObjectHandle Handle(ISession open, Guid master) => Find(open, master) is [var handle, ..] ? handle : throw new MasterGoneException(master);

    private static List<IObjectHandle> Find(ISession open, Guid? master)
    {
        List<IObjectAttribute> wanted =
        [
            Factories.ObjectAttributeFactory.Create(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY), Attribute(CKA.CKA_TOKEN, true),
            Factories.ObjectAttributeFactory.Create(CKA.CKA_LABEL, Label),
        ];
        if (master is { } id) wanted.Add(Factories.ObjectAttributeFactory.Create(CKA.CKA_ID, id.ToByteArray(bigEndian: true)));
        return open.FindAllObjects(wanted);
    }

    private static IObjectAttribute Attribute(CKA name, bool value) => Factories.ObjectAttributeFactory.Create(name, value);

    private static bool IsSessionLost(Pkcs11Exception e) => e.RV
        is CKR.CKR_SESSION_HANDLE_INVALID or CKR.CKR_SESSION_CLOSED or CKR.CKR_USER_NOT_LOGGED_IN or CKR.CKR_DEVICE_REMOVED or CKR.CKR_TOKEN_NOT_PRESENT;

    private T InSession<T>(Func<ISession, T> call)
    {
        lock (gate)
        {
            try
            {
                return call(session ??= SignIn());
            }
            catch (Pkcs11Exception e) when (IsSessionLost(e))
            {
                Close();
                try
                {
                    return call(session ??= SignIn());
                }
                catch (Pkcs11Exception again)
                {
                    throw new KeyStoreException($"The PKCS#11 token '{token}' is gone: {again.Message}", again);
                }
            }
            catch (Pkcs11Exception e)
            {
                throw new KeyStoreException($"The PKCS#11 token '{token}' refused: {e.Message}", e);
            }
        }
    }

    private ISession SignIn()
    {
        var slots = library.GetSlotList(SlotsType.WithTokenPresent).FindAll(x => x.GetTokenInfo().Label.TrimEnd() == token);
        if (slots is not [var slot]) throw new KeyStoreException($"{slots.Count} PKCS#11 tokens are labelled '{token}'; one is needed.");
        var pin = KeyFiles.ReadSecret(pinFile, 256);
        var opened = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            opened.Login(CKU.CKU_USER, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(pin).TrimEnd('\r', '\n')));
            return opened;
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pin);
        }
    }

    private void Close()
    {
        try
        {
            session?.Dispose();
        }
        catch (Pkcs11Exception)
        {
            // The token has dropped it already.
        }

        session = null;
    }
}
