using Google.Protobuf;
using Signpost.Contracts.V1;

namespace Signpost.Trust.Tests;

internal static class RosterVectors
{
    public static IEnumerable<(string Name, TrustVector Vector)> All()
    {
        yield return Case("accepted", "a roster of four officers", "Accepted", _ => { });
        yield return Case("other-root", "signed by a key that is not the root", "RosterInvalid", _ => { }, signer: "other root");
        yield return Case("older", "version 7, version 8 was already taken", "OlderRoster", _ => { }, minimum: 8);
        yield return Case("same-version-again", "the version that is already held", "Accepted", _ => { }, minimum: 7);
        yield return Case("expired", "ends at this very moment", "RosterExpired", r => r.NotAfter = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(TestForce.Now));
        yield return Case("unknown-version", "format version 2", "UnknownVersion", r => r.FormatVersion = 2);
        yield return Case("no-officers", "nobody on it", "RosterInvalid", r => r.Officers.Clear());
        yield return Case("officer-twice", "one id twice", "RosterInvalid", r => r.Officers.Add(r.Officers[0].Clone()));
        yield return Case("key-twice", "one key under two ids: one person could sign twice", "RosterInvalid", r => r.Officers[1].PublicKey = r.Officers[0].PublicKey);
        yield return Case("no-role", "an officer without a role", "RosterInvalid", r => r.Officers[0].Role = OfficerRole.Unspecified);
        yield return Case("unknown-role", "an officer with a role that is not on the list", "RosterInvalid", r => r.Officers[0].Role = (OfficerRole)9);
        yield return Case("bad-key", "an officer's key is no key", "RosterInvalid", r => r.Officers[0].PublicKey = ByteString.CopyFrom(1, 2, 3));
        yield return Case("no-end", "no end", "RosterInvalid", r => r.NotAfter = null);
        yield return Case("version-0", "versions count from 1", "RosterInvalid", r => r.Version = 0);
        yield return Case("id-not-an-id", "an officer's id with a capital letter", "RosterInvalid", r => r.Officers[0].OfficerId = "Officer-A");
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

    private static (string Name, TrustVector Vector) Raw(string name, string comment, byte[] bytes) =>
        (name, Vector(comment, "RosterInvalid", bytes));

    private static TrustVector Vector(string comment, string expect, byte[] bytes) =>
        new(comment, expect, TestForce.Now) { RootPublicKey = TestForce.RootPublicKey, Roster = bytes };
}
