using Google.Protobuf;
using Signpost.Contracts.V1;

namespace Signpost.Trust.Tests;

internal static class RosterVectors
{
    public static IEnumerable<(string Name, TrustVector Vector)> All()
    {
        yield return Case("accepted", "a roster of nine officers", "Accepted", _ => { });
        yield return Case("other-root", "signed by a key that is not the root", "RosterInvalid", _ => { }, signer: "other root");
        yield return Case("older", "version 7, version 8 was already taken", "OlderRoster", _ => { }, minimum: 8);
        yield return Case("same-version-again", "the version that is already held", "Accepted", _ => { }, minimum: 7);
        yield return Case("expired", "ends at this very moment", "RosterExpired", r => r.NotAfter = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(TestForce.Now));
        yield return Case("unknown-version", "format version 2", "UnknownVersion", r => r.FormatVersion = 2);
        yield return Case("no-officers", "nobody on it", "RosterInvalid", r => r.Officers.Clear());
        yield return Case("officer-twice", "one id twice", "RosterInvalid", r => r.Officers.Add(r.Officers[0].Clone()));
        yield return Case("key-twice", "one key under two ids: one person could sign twice", "RosterInvalid", r => r.Officers[1].Keys[0] = r.Officers[0].Keys[0]);
        yield return Case("no-role", "an officer without a role", "RosterInvalid", r => r.Officers[0].Role = OfficerRole.Unspecified);
        yield return Case("unknown-role", "an officer with a role that is not on the list", "RosterInvalid", r => r.Officers[0].Role = (OfficerRole)9);
        yield return Case("bad-key", "an officer's key is no key", "RosterInvalid", r => r.Officers[0].Keys[0].PublicKey = ByteString.CopyFrom(1, 2, 3));
        yield return Case("no-end", "no end", "RosterInvalid", r => r.NotAfter = null);
        yield return Case("version-0", "versions count from 1", "RosterInvalid", r => r.Version = 0);
        yield return Case("id-not-an-id", "an officer's id with a capital letter", "RosterInvalid", r => r.Officers[0].OfficerId = "Officer-A");
        yield return Case("no-keys", "an officer without a key", "RosterInvalid", r => r.Officers[0].Keys.Clear());
        yield return Case("own-key-twice", "an officer with one key twice", "RosterInvalid", r => r.Officers[0].Keys.Add(r.Officers[0].Keys[0].Clone()));
        yield return Case("two-keys", "an officer with a key file and a passkey", "Accepted", r => r.Officers[0].Keys.Add(new OfficerKey
        {
            PublicKey = ByteString.CopyFrom(TestKeys.PublicKey("passkey")),
            Passkey = Passkey(TestPasskey.RelyingParty, "https://console.force.example:8443"),
        }));
        yield return Case("passkey-over-http", "a passkey of a page without TLS", "RosterInvalid", r => r.Officers[0].Keys[0].Passkey = Passkey("force.example", "http://force.example"));
        yield return Case("passkey-of-another-host", "a passkey whose origin is not its relying party's", "RosterInvalid", r => r.Officers[0].Keys[0].Passkey = Passkey("force.example", "https://enforce.example"));
        yield return Case("passkey-origin-with-a-path", "an origin as no browser writes it", "RosterInvalid", r => r.Officers[0].Keys[0].Passkey = Passkey("force.example", "https://force.example/"));
        yield return Case("passkey-on-the-machine", "a passkey of a page on the machine itself, for a demonstration", "Accepted", r => r.Officers[0].Keys[0].Passkey = Passkey("localhost", "http://localhost:8080"));
        yield return Case("place-rule", "with a place where use is limited", "Accepted", r => r.PlaceRules.Add(Rule(x => x.MaxHours = 8)));
        yield return Case("place-rule-without-a-name", "a place rule without a name", "RosterInvalid", r => r.PlaceRules.Add(Rule(x => (x.Name, x.Forbidden) = ("", true))));
        yield return Case("place-rule-that-does-nothing", "neither forbids nor limits", "RosterInvalid", r => r.PlaceRules.Add(Rule(_ => { })));
        yield return Case("place-rule-that-does-both", "forbids, and limits what it forbids", "RosterInvalid", r => r.PlaceRules.Add(Rule(x => (x.Forbidden, x.MaxHours) = (true, 8))));
        yield return Case("place-rule-of-two-corners", "a place of two corners", "RosterInvalid", r => r.PlaceRules.Add(Rule(x =>
        {
            x.Forbidden = true;
            x.Polygon.RemoveAt(0);
            x.Polygon.RemoveAt(0);
        })));
        yield return Case("place-rule-for-an-unknown-purpose", "a purpose that is not on the list", "RosterInvalid", r => r.PlaceRules.Add(Rule(x =>
        {
            x.Forbidden = true;
            x.Purposes.Add((Purpose)99);
        })));
        yield return Raw("trailing-byte", "one byte after the end", [.. TestForce.SignRoster(TestForce.Roster()), 0]);
        yield return Raw("empty", "no bytes at all", []);
        yield return Raw("order-in-its-place", "an order, well signed, where a roster is expected", TestForce.SignOrder(TestForce.Order()));
    }

    private static (string Name, TrustVector Vector) Case(
        string name, string comment, string expect, Action<Roster> spoil, string signer = "root", ulong minimum = 0)
    {
        var roster = TestForce.Roster();
        spoil(roster);
        return (name, Vector(comment, expect, TestForce.SignRoster(roster, signer)) with { MinimumRosterVersion = minimum });
    }

    private static Passkey Passkey(string relyingParty, string origin) => new() { RelyingParty = relyingParty, Origin = origin };

    private static PlaceRule Rule(Action<PlaceRule> set) => TestForce.RosterWithRule(set).PlaceRules[0];

    private static (string Name, TrustVector Vector) Raw(string name, string comment, byte[] bytes) =>
        (name, Vector(comment, "RosterInvalid", bytes));

    private static TrustVector Vector(string comment, string expect, byte[] bytes) =>
        new(comment, expect, TestForce.Now) { RootPublicKey = TestForce.RootPublicKey, Roster = bytes };
}
