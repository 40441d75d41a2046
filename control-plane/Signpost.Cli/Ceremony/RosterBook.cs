using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Cli.Ceremony;

/// <summary>
/// What the keeper of a force's root has written down: officers and their public keys, place rules, and the version of the last roster that was signed. A JSON file beside
/// the encrypted root key; nothing in it is secret, and nothing in it counts before the root has signed it.
/// </summary>
internal sealed record RosterBook
{
    public const string FileName = "roster-book.json";
    private const int MaximumLength = 4 * 1024 * 1024;

    public required int FormatVersion { get; init; }

    public required string Force { get; init; }

    /// <summary>Of the last roster signed; 0 for none.</summary>
    public required ulong LastVersion { get; init; }

    public required IReadOnlyList<BookOfficer> Officers { get; init; }

    public required IReadOnlyList<BookRule> Rules { get; init; }

    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <exception cref="SetUpException">There is none, or it cannot be understood.</exception>
    public static RosterBook Load(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path)) throw new SetUpException($"{folder} holds no ceremony. Begin one with: signpost ca init --dir {folder} --force NAME");
        if (new FileInfo(path).Length > MaximumLength) throw new SetUpException($"{path} is longer than any roster's book.");
        try
        {
            var book = JsonSerializer.Deserialize(File.ReadAllBytes(path), CeremonyJson.Default.RosterBook);
            return book is { FormatVersion: 1 } ? book : throw new SetUpException($"{path}: is of a version that this program does not know.");
        }
        catch (JsonException e)
        {
            throw new SetUpException($"{path}: {e.Message} Restore it from its backup; it is not the roster itself, which is whole.");
        }
    }

    public void Save(string folder) =>
        AtomicFile.Write(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, CeremonyJson.Default.RosterBook), AtomicFile.OwnerOnly);

    /// <summary>Adds a key to an officer, or a new officer; a new role or end replaces the old one.</summary>
    /// <exception cref="SetUpException">The key is there already, or the role is not on the list.</exception>
    public RosterBook With(OfficerKeyFile key, string? role, DateTimeOffset? notAfter)
    {
        var clash = Officers.FirstOrDefault(officer => officer.Keys.Any(known => known.PublicKey.AsSpan().SequenceEqual(key.PublicKey)));
        if (clash is not null) throw new SetUpException($"This key stands in the book already, as {clash.Id}'s.");
        var known = Officers.FirstOrDefault(officer => officer.Id == key.OfficerId);
        if (known is null && (role is null || notAfter is null)) throw new SetUpException($"'{key.OfficerId}' is new: say as what and until when, with --role and --for.");
        var officer = known ?? new BookOfficer { Id = key.OfficerId, Role = Roles.Name(Roles.Parse(role!)), NotAfter = notAfter!.Value, RevokedAt = null, Keys = [] };
        officer = officer with
        {
            Role = role is null ? officer.Role : Roles.Name(Roles.Parse(role)),
            NotAfter = notAfter ?? officer.NotAfter,
            Keys = [.. officer.Keys, new BookKey { PublicKey = key.PublicKey, RelyingParty = key.RelyingParty, Origin = key.Origin }],
        };
        return this with { Officers = [.. Officers.Where(other => other.Id != officer.Id), officer] };
    }

    /// <exception cref="SetUpException">There is no such officer, or they are revoked already.</exception>
    public RosterBook Revoke(string id, DateTimeOffset at)
    {
        var known = Officers.FirstOrDefault(officer => officer.Id == id) ?? throw new SetUpException($"There is no officer '{id}' in the book. 'signpost ca show' lists them.");
        if (known.RevokedAt is { } since) throw new SetUpException($"'{id}' was revoked at {since:u} already.");
        return this with { Officers = [.. Officers.Select(officer => officer == known ? officer with { RevokedAt = at } : officer)] };
    }

    public RosterBook With(BookRule rule)
    {
        if (Rules.Any(other => other.Name == rule.Name)) throw new SetUpException($"There is a rule '{rule.Name}' in the book. Remove it first.");
        return this with { Rules = [.. Rules, rule] };
    }

    public RosterBook WithoutRule(string name) =>
        Rules.Any(rule => rule.Name == name) ? this with { Rules = [.. Rules.Where(rule => rule.Name != name)] } : throw new SetUpException($"There is no rule '{name}' in the book.");

    public Roster ToRoster(ulong version, DateTimeOffset notAfter)
    {
        var roster = new Roster { FormatVersion = 1, Version = version, Force = Force, NotAfter = notAfter.ToTimestamp() };
        roster.Officers.AddRange(Officers.Select(officer => officer.ToOfficer()));
        roster.PlaceRules.AddRange(Rules.Select(rule => rule.ToRule()));
        return roster;
    }
}

internal sealed record BookOfficer
{
    public required string Id { get; init; }

    public required string Role { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public required IReadOnlyList<BookKey> Keys { get; init; }

    public Officer ToOfficer()
    {
        var officer = new Officer { OfficerId = Id, Role = Roles.Parse(Role), NotAfter = NotAfter.ToTimestamp(), RevokedAt = RevokedAt?.ToTimestamp() };
        officer.Keys.AddRange(Keys.Select(key => new OfficerKeyFile(1, Id, key.PublicKey, key.RelyingParty, key.Origin).ToKey()));
        return officer;
    }
}

internal sealed record BookKey
{
    public required byte[] PublicKey { get; init; }

    public string? RelyingParty { get; init; }

    public string? Origin { get; init; }
}

internal sealed record BookRule
{
    public required string Name { get; init; }

    /// <summary>Latitude and longitude of each corner.</summary>
    public required IReadOnlyList<double[]> Corners { get; init; }

    public bool Forbidden { get; init; }

    public IReadOnlyList<string> Purposes { get; init; } = [];

    public uint MaxEntries { get; init; }

    public uint MaxHours { get; init; }

    public PlaceRule ToRule()
    {
        var rule = new PlaceRule { Name = Name, Forbidden = Forbidden, MaxEntries = MaxEntries, MaxHours = MaxHours };
        rule.Polygon.AddRange(Corners.Select(corner => new GeoPoint { Latitude = corner[0], Longitude = corner[1] }));
        rule.Purposes.AddRange(Purposes.Select(Roles.ParsePurpose));
        return rule;
    }
}

/// <summary>Names of the closed lists on the command line.</summary>
internal static class Roles
{
    public static IReadOnlyList<string> All { get; } = [.. System.Enum.GetValues<OfficerRole>().Where(role => role != OfficerRole.Unspecified).Select(Name)];

    public static IReadOnlyList<string> Purposes { get; } = [.. System.Enum.GetValues<Purpose>().Where(purpose => purpose != Purpose.Unspecified).Select(purpose => Dashed(purpose.ToString()))];

    public static string Name(OfficerRole role) => Dashed(role.ToString());

    public static OfficerRole Parse(string name) => System.Enum.GetValues<OfficerRole>().FirstOrDefault(role => role != OfficerRole.Unspecified && Name(role) == name) is var role and not OfficerRole.Unspecified
        ? role
        : throw new SetUpException($"'{name}' is no role. There are: {string.Join(", ", All)}.");

    public static Purpose ParsePurpose(string name) => System.Enum.GetValues<Purpose>().FirstOrDefault(purpose => purpose != Purpose.Unspecified && Dashed(purpose.ToString()) == name) is var purpose and not Purpose.Unspecified
        ? purpose
        : throw new SetUpException($"'{name}' is no purpose. There are: {string.Join(", ", Purposes)}.");

    private static string Dashed(string name) => string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RosterBook))]
internal sealed partial class CeremonyJson : JsonSerializerContext;
