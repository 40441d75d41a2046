using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

internal static class BundleVectors
{
    public static IEnumerable<(string Name, TrustVector Vector)> All() => Headers().Concat(Contents()).Concat(Deltas()).Concat(Files());

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
        yield return Case("version-as-far-as-may-be", "version 1,000,000, none was taken", "Accepted", Bundle(h => h.WatchlistVersion = 1_000_000));
        yield return Case("version-jump", "version 1,000,001, none was taken", "VersionJump", Bundle(h => h.WatchlistVersion = 1_000_001));
        yield return Held("version-jump-from-one-held", "the highest version there is, version 4 was already taken", "VersionJump", Bundle(h => h.WatchlistVersion = ulong.MaxValue), 4);
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

    // Two versions of one list, both signed for the same order.
    private static IEnumerable<(string Name, TrustVector Vector)> Deltas()
    {
        var (held, next) = (TestDelta.Base, TestDelta.Next);
        yield return Case("ciphertext-of-another-version", "header and key of version 3, ciphertext of version 2", "ContentAltered", next with { Ciphertext = held.Ciphertext });
        yield return Case("key-and-ciphertext-of-another-version", "header of version 3, key and ciphertext of version 2", "WrongKey", held with { Header = next.Header });

        var good = TestDelta.Write(held, next);
        yield return Delta("delta", "version 3 made of version 2", "Accepted", good);
        yield return Delta("delta-of-nothing-kept", "every entry is removed, and those of version 3 are added", "Accepted", TestDelta.Forge(new BundleDelta
        {
            Steps = { new DeltaStep { Removed = 3 }, Added(Entries()[0]), Added(Entries()[2]), Added(new("ref-4", Category.WantedOnWarrant, Axis(3))) },
        }));
        yield return Delta("delta-from-another-base", "starts from another version 2, with the same entries", "WrongBase", TestDelta.Write(TestDelta.Stranger, next));
        var renamed = TestDelta.Write(TestDelta.Stranger, next);
        good.AsSpan(1, 16).CopyTo(renamed.AsSpan(1));
        yield return Delta("delta-from-another-base-renamed", "starts from another version 2, and claims to start from the one held", "ContentAltered", renamed);
        yield return Delta("delta-to-another-bundle", "leads to another bundle", "ContentAltered", TestDelta.Write(held, TestDelta.Stranger));
        yield return Delta("delta-base-damaged", "one bit of the held ciphertext", "ContentAltered", good, [(byte)(held.Ciphertext[0] ^ 1), .. held.Ciphertext[1..]]);
        yield return Delta("delta-bit-flipped", "the last bit of the delta", "ContentAltered", [.. good[..^1], (byte)(good[^1] ^ 1)]);
        yield return Delta("delta-cut-off", "the last byte is missing", "ContentAltered", good[..^1]);
        yield return Delta("delta-cut-off-in-front", "not even its envelope", "Malformed", good[..40]);
        yield return Delta("delta-unknown-version", "format version 2", "UnknownVersion", [2, .. good[1..]]);
        yield return Delta("delta-makes-another-list", "well sealed; it keeps ref-2 in place of ref-3, which nobody signed", "ContentAltered", TestDelta.Forge(new BundleDelta
        {
            Steps = { new DeltaStep { Kept = 2 }, new DeltaStep { Removed = 1 }, Added(new("ref-4", Category.WantedOnWarrant, Axis(3))) },
        }));
        yield return Delta("delta-leaves-entries-over", "well sealed; it says nothing of the base's last entry", "Malformed", TestDelta.Forge(new BundleDelta
        {
            Steps = { new DeltaStep { Kept = 1 }, new DeltaStep { Removed = 1 }, Added(Entries()[2]), Added(new("ref-4", Category.WantedOnWarrant, Axis(3))) },
        }));
        yield return Delta("delta-keeps-more-than-there-is", "well sealed; it keeps four entries of three", "Malformed", TestDelta.Forge(new BundleDelta { Steps = { new DeltaStep { Kept = 4 } } }));
        yield return Delta("delta-step-of-nothing", "well sealed; a step that is empty", "Malformed", TestDelta.Forge(new BundleDelta { Steps = { new DeltaStep() } }));
        yield return Delta("delta-step-of-two", "well sealed; a step that keeps and removes", "Malformed", TestDelta.Forge(new BundleDelta { Steps = { new DeltaStep { Kept = 1, Removed = 1 } } }));

        static DeltaStep Added(BundleTemplate entry) => new() { Added = TestDelta.Wire(entry) };
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Files()
    {
        var good = BundleFileTests.Write(Bundle());
        yield return File("file", "three entries", "Accepted", good);
        yield return File("file-of-something-else", "another first byte", "Malformed", [(byte)'S', .. good[1..]]);
        yield return File("file-cut-off-in-the-header", "100 bytes of it", "Malformed", good[..100]);
        yield return File("file-cut-off", "the last byte is missing", "ContentAltered", good[..^1]);
        yield return File("file-extended", "a byte after the ciphertext", "ContentAltered", [.. good, 0]);
        yield return File("file-damaged", "the last bit of the ciphertext", "ContentAltered", [.. good[..^1], (byte)(good[^1] ^ 1)]);
        yield return File("file-with-an-order-as-header", "an order, well signed, in the header's place", "Malformed", BundleFileTests.Write(Bundle() with { Header = SignOrder(Order()) }));
        yield return File("file-unknown-version", "header of format version 2", "UnknownVersion", BundleFileTests.Write(Bundle(h => h.FormatVersion = 2)));
        yield return File("file-incomplete", "header of no entries", "Incomplete", BundleFileTests.Write(Bundle(h => h.Entries = 0)));
    }

    private static (string Name, TrustVector Vector) File(string name, string comment, string expect, byte[] file) => (name, new TrustVector(comment, expect, Now) { BundleFile = file });

    private static (string Name, TrustVector Vector) Delta(string name, string comment, string expect, byte[] delta, byte[]? ciphertext = null)
    {
        var (_, vector) = Case(name, comment, expect, TestDelta.Next);
        return (name, vector with
        {
            Ciphertext = null,
            BaseBundleHeader = TestDelta.Base.Header,
            BaseContentKey = TestDelta.Base.Key,
            BaseCiphertext = ciphertext ?? TestDelta.Base.Ciphertext,
            Delta = delta,
        });
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
