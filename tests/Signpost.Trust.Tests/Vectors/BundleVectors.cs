using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

internal static class BundleVectors
{
    public static IEnumerable<(string Name, TrustVector Vector)> All() => Headers().Concat(Contents());

    private static IEnumerable<(string Name, TrustVector Vector)> Headers()
    {
        var good = Bundle();
        yield return Case("accepted", "three entries", "Accepted", good);
        yield return Case("other-order", "serves another order", "WrongOrder", Bundle(h => h.OrderDigest = ByteString.CopyFrom(new byte[32])));
        yield return Case("other-watchlist", "of another watchlist than the order's", "WrongOrder", Bundle(h => h.WatchlistId = "list-2"));
        yield return Case("other-officers", "signed by another author than the order", "WrongOrder", Bundle(null, null, OtherAuthor, Authoriser));
        yield return Case("other-pack", "templates of another pack", "WrongPack", Bundle(h => h.PackDigest = ByteString.CopyFrom(new byte[32])));
        yield return Case("list-too-long", "one entry more than the order's certificate allows", "ListTooLong", Bundle(h => h.Entries = 417));
        yield return Case("under-18", "people under 18, and no senior authorising officer signed", "WrongRole", Bundle(h => h.IncludesUnder18 = true));
        yield return Senior18();
        yield return Passkey();
        yield return Urgent("urgent", "of an urgent order, signed by the one who began it", "Accepted", [Authoriser], Authoriser);
        yield return Urgent("urgent-by-another", "of an urgent order, signed by another than the one who began it", "WrongOrder", [Authoriser], Senior);
        yield return Urgent("urgent-order-ratified-header-not", "the order was ratified, its bundle header was not", "WrongOrder", [Authoriser, Senior], Authoriser);
        yield return Ruled("longer-than-the-place-allows", "three entries where two are allowed", "PlaceLimit", good, 2);
        yield return Ruled("as-long-as-the-place-allows", "three entries where three are allowed", "Accepted", good, 3);
        yield return Held("older-watchlist", "version 3, version 4 was already taken", "OlderWatchlist", good, 4);
        yield return Held("same-watchlist-again", "the version that is already held", "Accepted", good, 3);
        yield return Case("expired", "ends at this very moment", "Expired", Bundle(h => h.NotAfter = Now.ToTimestamp()));
        yield return Case("unknown-version", "format version 2", "UnknownVersion", Bundle(h => h.FormatVersion = 2));
        yield return Case("one-signature", "the author alone", "OneSignature", Bundle(null, null, Author));
        yield return Case("same-person-twice", "the author signed twice", "SamePersonTwice", Bundle(null, null, Author, Author));
        yield return Case("two-authors", "nobody authorised it", "WrongRole", Bundle(null, null, Author, OtherAuthor));
        yield return Case("unknown-officer", "the second signer is not on the roster", "UnknownOfficer", Bundle(null, null, Author, Stranger));
        yield return Case("header-bit-flipped", "one bit of the signed header", "BadSignature", Flip(good));
        yield return Case("header-trailing-byte", "one byte after the end of the header", "Malformed", good with { Header = [.. good.Header, 0] });
        yield return Case("order-in-its-place", "an order, well signed", "Malformed", good with { Header = SignOrder(Order()) });
        yield return Case("incomplete-no-entries", "0 entries", "Incomplete", Bundle(h => h.Entries = 0));
        yield return Case("incomplete-template-length-0", "templates of nothing", "Incomplete", Bundle(h => h.TemplateLength = 0));
        yield return Case("incomplete-chunk-length", "another chunk length", "Incomplete", Bundle(h => h.ChunkLength = 1024));
        yield return Case("incomplete-ciphertext-length", "a length that no chunk stream has", "Incomplete", Bundle(h => h.CiphertextLength = 15));
        yield return Case("incomplete-ciphertext-too-long", "more than a unit keeps", "Incomplete", Bundle(h => h.CiphertextLength = ulong.MaxValue));
        yield return Case("incomplete-no-commitment", "no commitment to a content key", "Incomplete", Bundle(h => h.ContentKeyCommitment = ByteString.Empty));
        yield return Case("incomplete-version-0", "versions count from 1", "Incomplete", Bundle(h => h.WatchlistVersion = 0));
        yield return Case("incomplete-no-end", "no end", "Incomplete", Bundle(h => h.NotAfter = null));
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Contents()
    {
        var good = Bundle();
        yield return Case("cut-off", "the last byte of the ciphertext is missing", "ContentAltered", good with { Ciphertext = good.Ciphertext[..^1] });
        yield return Case("extended", "a byte after the ciphertext", "ContentAltered", good with { Ciphertext = [.. good.Ciphertext, 0] });
        yield return Case("ciphertext-empty", "no ciphertext", "ContentAltered", good with { Ciphertext = [] });
        yield return Case("ciphertext-bit-flipped", "one bit of the ciphertext", "ContentAltered", good with { Ciphertext = [(byte)(good.Ciphertext[0] ^ 1), .. good.Ciphertext[1..]] });
        yield return Case("other-ciphertext", "sealed with the same key, but not what was signed", "ContentAltered", Bundle(h => h.CiphertextDigest = ByteString.CopyFrom(new byte[32])));
        yield return Case("other-key", "the content key of another bundle", "WrongKey", good with { Key = Bundle().Key });
        yield return Case("more-entries-than-signed", "the header says two, the content has three", "Malformed", Bundle(h => h.Entries = 2));
        yield return Case("fewer-entries-than-signed", "the header says four, the content has three", "Malformed", Bundle(h => h.Entries = 4));
        yield return Case("templates-shorter-than-signed", "the header says nine values, the content has eight", "Incomplete", Bundle(h => h.TemplateLength = 9));
        yield return Case("category-not-in-the-order", "an entry of a category that the order does not name", "Incomplete", Bundle(null, [new("ref-1", Category.Missing, Axis(0))]));
    }

    private static TestBundle Flip(TestBundle good)
    {
        var header = good.Header.ToArray();
        // Inside the payload: a byte of the bundle id, which every value is good for.
        var at = header.AsSpan().IndexOf(BundleId.ToByteArray(bigEndian: true)) + 15;
        header[at] ^= 1;
        return good with { Header = header };
    }

    private static (string Name, TrustVector Vector) Held(string name, string comment, string expect, TestBundle bundle, ulong held)
    {
        var (_, vector) = Case(name, comment, expect, bundle);
        return (name, vector with { HeldWatchlistVersion = held });
    }

    private static (string Name, TrustVector Vector) Ruled(string name, string comment, string expect, TestBundle bundle, uint entries)
    {
        var (_, vector) = Case(name, comment, expect, bundle);
        return (name, vector with { Roster = SignRoster(RosterWithRule(rule => rule.MaxEntries = entries)) });
    }

    private static (string Name, TrustVector Vector) Senior18()
    {
        var (name, vector) = Case("under-18-senior", "people under 18, authorised by a senior authorising officer", "Accepted", Bundle(h => h.IncludesUnder18 = true, null, Author, Senior));
        return (name, vector with { Order = SignOrder(Order(), Author, Senior) });
    }

    private static (string Name, TrustVector Vector) Urgent(string name, string comment, string expect, string[] order, params string[] header)
    {
        using var ciphertext = new MemoryStream();
        using var written = BundleWriter.Write(Facts(UrgentOrder().ToByteArray()), Entries(), ciphertext);
        var bundle = new TestBundle(Sign(ContentTypes.BundleHeader, written.Header.Span, header), ciphertext.ToArray(), written.Key.Bytes.ToArray());
        var (_, vector) = Case(name, comment, expect, bundle);
        return (name, vector with { Order = SignOrder(UrgentOrder(), order) });
    }

    private static (string Name, TrustVector Vector) Passkey()
    {
        using var ciphertext = new MemoryStream();
        using var written = BundleWriter.Write(Facts(Order().ToByteArray()), Entries(), ciphertext);
        var signed = SignWithPasskey(Order(), null, written.Header.ToArray());
        var (name, vector) = Case("passkey", "order and bundle header signed with one touch of a security key", "Accepted", new TestBundle(signed.Header, ciphertext.ToArray(), written.Key.Bytes.ToArray()));
        return (name, vector with { Order = signed.Order });
    }

    private static (string Name, TrustVector Vector) Case(string name, string comment, string expect, TestBundle bundle) =>
        (name, new TrustVector(comment, expect, Now)
        {
            RootPublicKey = RootPublicKey,
            Roster = SignRoster(Roster()),
            UnitId = UnitId,
            PackDigest = PackDigest,
            Position = [Position.Latitude, Position.Longitude],
            Cameras = [TestForce.Fingerprint],
            Order = SignOrder(Order()),
            BundleHeader = bundle.Header,
            ContentKey = bundle.Key,
            Ciphertext = bundle.Ciphertext,
        });
}
