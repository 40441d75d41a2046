using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>
/// The demonstration's police force: an offline root that signs the roster, and two officers with a key file each. In service these
/// three keys are on three machines; here they share a folder, and that is what makes it a demonstration.
/// </summary>
internal sealed record Force(string RootPublicKey, byte[] Roster, string AuthorKeyFile, string AuthorisingOfficerKeyFile)
{
    public const string Name = "Demonstration Force";
    public const string Author = "officer-a";
    public const string AuthorisingOfficer = "officer-b";

    private static readonly TimeSpan RosterLife = TimeSpan.FromDays(365);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public static Force LoadOrCreate(DataFolder data, TimeProvider time)
    {
        var authorFile = Path.Combine(data.Force, "officer-a.key");
        var authorisingFile = Path.Combine(data.Force, "officer-b.key");
        using var root = KeyFiles.ReadOrCreateSigningKey(Path.Combine(data.Force, "root.key"));
        using var author = KeyFiles.ReadOrCreateSigningKey(authorFile);
        using var authorising = KeyFiles.ReadOrCreateSigningKey(authorisingFile);
        var rosterFile = Path.Combine(data.Force, "roster.cose");
        var rootPublicKey = root.ExportSubjectPublicKeyInfo();
        var now = time.GetUtcNow();

        if (!File.Exists(rosterFile) || NeedsRenewal(File.ReadAllBytes(rosterFile), rootPublicKey, now))
        {
            // Seconds since 1970 grow from one roster to the next.
            var roster = Compose((ulong)now.ToUnixTimeSeconds(), now + RosterLife, author, authorising);
            AtomicFile.Write(rosterFile, RosterSigner.Sign(roster, root), AtomicFile.OwnerOnly);
        }
        return new(Convert.ToBase64String(rootPublicKey), File.ReadAllBytes(rosterFile), authorFile, authorisingFile);
    }

    private static bool NeedsRenewal(byte[] roster, byte[] rootPublicKey, DateTimeOffset now) =>
        !RosterVerifier.Verify(roster, rootPublicKey, now + RenewBefore, 0).IsAccepted;

    private static Roster Compose(ulong version, DateTimeOffset notAfter, ECDsa author, ECDsa authorising) => new()
    {
        FormatVersion = 1,
        Version = version,
        Force = Name,
        NotAfter = Timestamp.FromDateTimeOffset(notAfter),
        Officers =
        {
            Officer(Author, OfficerRole.Author, notAfter, author),
            Officer(AuthorisingOfficer, OfficerRole.AuthorisingOfficer, notAfter, authorising),
        },
    };

    private static Officer Officer(string id, OfficerRole role, DateTimeOffset notAfter, ECDsa key) => new()
    {
        OfficerId = id,
        Role = role,
        Keys = { new OfficerKey { PublicKey = ByteString.CopyFrom(key.ExportSubjectPublicKeyInfo()) } },
        NotAfter = Timestamp.FromDateTimeOffset(notAfter),
    };
}
