using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Console.Tests.Stage;

/// <summary>A force for the test: root, roster, and the key files that two officers hold.</summary>
internal sealed class Officers
{
    public const string Force = "Test Force";

    public Officers(string folder, DateTimeOffset now, string console)
    {
        Directory.CreateDirectory(folder);
        AuthorKey = Path.Combine(folder, "officer-a.key");
        AuthorisingKey = Path.Combine(folder, "officer-b.key");
        StrangerKey = Path.Combine(folder, "stranger.key");
        using var root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var author = KeyFiles.ReadOrCreateSigningKey(AuthorKey);
        using var authorising = KeyFiles.ReadOrCreateSigningKey(AuthorisingKey);
        using var passkey = P256.CreateKey();
        AuthorisingPasskey = passkey.ExportPkcs8PrivateKey();
        KeyFiles.ReadOrCreateSigningKey(StrangerKey).Dispose();
        var notAfter = Timestamp.FromDateTimeOffset(now.AddDays(1));
        var roster = new Roster
        {
            FormatVersion = 1,
            Version = 1,
            Force = Force,
            NotAfter = notAfter,
            Officers = { Officer("officer-a", OfficerRole.Author, author), Officer("officer-b", OfficerRole.AuthorisingOfficer, authorising) },
        };
        roster.Officers[1].Keys.Add(new OfficerKey
        {
            PublicKey = ByteString.CopyFrom(passkey.ExportSubjectPublicKeyInfo()),
            Passkey = new Passkey { RelyingParty = "localhost", Origin = console },
        });
        Roster = RosterSigner.Sign(roster, root);
        RootPublicKey = root.ExportSubjectPublicKeyInfo();

        Officer Officer(string id, OfficerRole role, ECDsa key) =>
            new() { OfficerId = id, Role = role, Keys = { new OfficerKey { PublicKey = ByteString.CopyFrom(key.ExportSubjectPublicKeyInfo()) } }, NotAfter = notAfter };
    }

    public string AuthorKey { get; }

    public string AuthorisingKey { get; }

    /// <summary>PKCS#8 of the key that the authorising officer's security key holds.</summary>
    public byte[] AuthorisingPasskey { get; }

    /// <summary>A good key that is on no roster.</summary>
    public string StrangerKey { get; }

    public byte[] Roster { get; }

    public byte[] RootPublicKey { get; }
}
