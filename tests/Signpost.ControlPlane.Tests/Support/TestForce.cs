using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A force: its root and its two officers, each with their key.</summary>
internal sealed class TestForce : IDisposable
{
    public const string Name = "Test Force";
    public const string AuthorId = "officer-a";
    public const string AuthoriserId = "officer-b";
    public const string SeniorId = "officer-s";

    public ECDsa Root { get; } = P256.CreateKey();

    public ECDsa AuthorKey { get; } = P256.CreateKey();

    public ECDsa AuthoriserKey { get; } = P256.CreateKey();

    public ECDsa SeniorKey { get; } = P256.CreateKey();

    public byte[] RootPublicKey => Root.ExportSubjectPublicKeyInfo();

    public byte[] Roster(DateTimeOffset now, ulong version = 1, string force = Name, ECDsa? root = null, Action<Roster>? spoil = null)
    {
        var roster = new Roster { FormatVersion = 1, Version = version, Force = force, NotAfter = now.AddDays(30).ToTimestamp() };
        roster.Officers.Add(Officer(AuthorId, OfficerRole.Author, AuthorKey, now));
        roster.Officers.Add(Officer(AuthoriserId, OfficerRole.AuthorisingOfficer, AuthoriserKey, now));
        roster.Officers.Add(Officer(SeniorId, OfficerRole.SeniorAuthorisingOfficer, SeniorKey, now));
        spoil?.Invoke(roster);
        return RosterSigner.Sign(roster, root ?? Root);
    }

    public static string Sign(string signingRequest, string officerId, ECDsa key)
    {
        var request = SigningRequest.Read(System.Text.Encoding.UTF8.GetBytes(signingRequest)).Value;
        return System.Text.Encoding.UTF8.GetString(OfficerSignature.Create(request, officerId, key).Value.ToJson());
    }

    public void Dispose()
    {
        Root.Dispose();
        AuthorKey.Dispose();
        AuthoriserKey.Dispose();
        SeniorKey.Dispose();
    }

    private static Officer Officer(string id, OfficerRole role, ECDsa key, DateTimeOffset now) => new()
    {
        OfficerId = id,
        Role = role,
        Keys = { new OfficerKey { PublicKey = ByteString.CopyFrom(key.ExportSubjectPublicKeyInfo()) } },
        NotAfter = now.AddDays(20).ToTimestamp(),
    };
}
