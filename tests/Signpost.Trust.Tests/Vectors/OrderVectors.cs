using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

internal static class OrderVectors
{
    public static IEnumerable<(string Name, TrustVector Vector)> All() => Whole().Concat(Signatures()).Concat(Encodings()).Concat(Fields()).Concat(Certificates());

    private static IEnumerable<(string Name, TrustVector Vector)> Whole()
    {
        yield return Case("accepted", "an author and an authorising officer, in its window", "Accepted", _ => { });
        yield return Case("not-yet-valid", "starts tomorrow: loaded, and waits", "Accepted", o =>
        {
            o.NotBefore = Now.AddDays(1).ToTimestamp();
            o.NotAfter = Now.AddDays(2).ToTimestamp();
        });
        yield return Case("expired", "ends at this very moment", "Expired", o => o.NotAfter = Now.ToTimestamp());
        yield return Case("other-unit", "names other units", "WrongUnit", o => o.UnitIds.RemoveAt(0));
        yield return Case("other-pack", "for another model pack", "WrongPack", o => o.PackDigest = ByteString.CopyFrom(new byte[32]));
        yield return Case("other-force", "of another force than the roster's", "WrongForce", o => o.Force = "Another Force");
        yield return Case("unknown-version", "format version 2", "UnknownVersion", o => o.FormatVersion = 2);
        yield return ("roster-expired", Vector("the roster ended between its check and the order's", "RosterExpired", SignOrder(Order())) with { Now = Now.AddDays(90) });
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Signatures()
    {
        yield return Case("no-signature", "nobody signed", "OneSignature", Sign(ContentTypes.Order, Order().ToByteArray()));
        yield return Case("one-signature", "the author alone", "OneSignature", SignOrder(Order(), Author));
        yield return Case("three-signatures", "one more than the format has", "Malformed", SignOrder(Order(), Author, Authoriser, OtherAuthor));
        yield return Case("same-person-twice", "the author signed twice", "SamePersonTwice", SignOrder(Order(), Author, Author));
        yield return Case("unknown-officer", "the second signer is not on the roster", "UnknownOfficer", SignOrder(Order(), Author, Stranger));
        yield return Case("two-authors", "nobody authorised it", "WrongRole", SignOrder(Order(), Author, OtherAuthor));
        yield return Case("officer-expired", "the authorising officer's time ended at this moment", "OfficerExpired", SignOrder(Order(), Author, RetiredAuthoriser));
        yield return Case("authoriser-first", "the order of signatures does not matter", "Accepted", SignOrder(Order(), Authoriser, Author));
        yield return Case("altered-threshold", "the threshold was lowered after signing", "BadSignature", Swap(o => o.Threshold = 0.1f));
        yield return Case("altered-certificate", "the certificate was made kinder after signing", "BadSignature", Swap(o => o.Certificate.Rates[1] = Kinder()));
        yield return Case("altered-units", "a unit was added after signing", "BadSignature", Swap(o => o.UnitIds.Add("unit-3")));
        yield return Case("signature-under-another-name", "the author's signature under the authorising officer's id", "BadSignature", Renamed());
        yield return Case("signature-of-a-header", "signed as a bundle header, shown as an order", "BadSignature", ShownAsOrder());
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Encodings()
    {
        var good = SignOrder(Order());
        yield return Case("trailing-byte", "one byte after the end", "Malformed", [.. good, 0]);
        yield return Case("cut-off", "the last byte is missing", "Malformed", good[..^1]);
        yield return Case("empty", "no bytes at all", "Malformed", []);
        yield return Case("no-tag", "COSE_Sign without its tag 98", "Malformed", good[2..]);
        yield return Case("bundle-header-in-its-place", "a bundle header, well signed", "Malformed", Bundle().Header);
        yield return Case("unknown-field", "a signed field that version 1 does not know", "Malformed", Sign(ContentTypes.Order, [.. Order().ToByteArray(), 0xB0, 0x06, 1], Author, Authoriser));
        yield return Case("field-twice", "the threshold stands in it twice", "Malformed", Sign(ContentTypes.Order, [.. Order().ToByteArray(), 0x5D, 0, 0, 0, 0x3F], Author, Authoriser));
        yield return Case("not-protobuf", "signed bytes that are no message", "Malformed", Sign(ContentTypes.Order, [0xFF, 0xFF, 0xFF], Author, Authoriser));
        // Not minimal: 0x58 0x00 where 0x40 says the same.
        yield return Case("long-length", "a length in a longer form than it needs", "Malformed", LongEmptyString(good));
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Fields()
    {
        yield return Incomplete("no-order-id", o => o.OrderId = ByteString.Empty);
        yield return Incomplete("no-force", o => o.Force = "");
        yield return Incomplete("no-purpose", o => o.Purpose = Purpose.Unspecified);
        yield return Incomplete("unknown-purpose", o => o.Purpose = (Purpose)99);
        yield return Incomplete("no-legal-ground", o => o.LegalGround = LegalGround.Unspecified);
        yield return Incomplete("unknown-legal-ground", o => o.LegalGround = (LegalGround)99);
        yield return Incomplete("no-place", o => o.Place = null);
        yield return Incomplete("place-without-name", o => o.Place.Name = " ");
        yield return Incomplete("place-name-in-two-lines", o => o.Place.Name = "Market\nSquare");
        yield return Incomplete("place-name-turned-round", o => o.Place.Name = "Market \u202Eerauqs");
        yield return Incomplete("polygon-of-two", o => o.Place.Polygon.RemoveAt(0));
        yield return Incomplete("latitude-91", o => o.Place.Polygon[0].Latitude = 91);
        yield return Incomplete("longitude-minus-181", o => o.Place.Polygon[0].Longitude = -181);
        yield return Incomplete("latitude-not-a-number", o => o.Place.Polygon[0].Latitude = double.NaN);
        yield return Incomplete("no-start", o => o.NotBefore = null);
        yield return Incomplete("no-end", o => o.NotAfter = null);
        yield return Incomplete("start-out-of-range", o => o.NotBefore = new Timestamp { Seconds = long.MinValue });
        yield return Incomplete("window-turned-round", o => (o.NotBefore, o.NotAfter) = (o.NotAfter, o.NotBefore));
        yield return Incomplete("window-empty", o => o.NotBefore = o.NotAfter);
        yield return Incomplete("no-category", o => o.Categories.Clear());
        yield return Incomplete("unknown-category", o => o.Categories.Add((Category)99));
        yield return Incomplete("category-twice", o => o.Categories.Add(o.Categories[0]));
        yield return Incomplete("no-watchlist", o => o.WatchlistId = "");
        yield return Incomplete("threshold-0", o => o.Threshold = 0);
        yield return Incomplete("threshold-1", o => o.Threshold = 1);
        yield return Incomplete("threshold-negative", o => o.Threshold = -0.5f);
        yield return Incomplete("threshold-not-a-number", o => o.Threshold = float.NaN);
        yield return Incomplete("pack-digest-short", o => o.PackDigest = ByteString.CopyFrom(new byte[31]));
        yield return Incomplete("no-units", o => o.UnitIds.Clear());
        yield return Incomplete("unit-id-not-an-id", o => o.UnitIds.Add("unit/+/matches"));
        yield return Incomplete("unit-twice", o => o.UnitIds.Add(UnitId));
        yield return Incomplete("no-deployment-key", o => o.DeploymentPublicKey = ByteString.Empty);
        yield return Incomplete("deployment-key-off-the-curve", o => o.DeploymentPublicKey = OffTheCurve());
        yield return Incomplete("retention-0", o => o.AlertRetentionHours = 0);
        yield return Incomplete("retention-of-a-century", o => o.AlertRetentionHours = 876_000);
        yield return Incomplete("no-evidence-reference", o => o.EvidenceReference = "");
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Certificates()
    {
        yield return Case("other-certificate", "the certificate is of another pack", "WrongCertificate", o => o.Certificate.PackDigest = ByteString.CopyFrom(new byte[32]));
        yield return Case("threshold-below-certificate", "a threshold below the lowest that was measured", "ThresholdBelowCertificate", o => (o.Threshold, o.NoDecisionFrom) = (0.39f, 0.3f));
        yield return Case("threshold-at-the-lowest", "the lowest threshold that was measured", "Accepted", o => (o.Threshold, o.NoDecisionFrom) = (0.4f, 0.3f));
        yield return Case("no-decision-at-the-threshold", "there is no band without a decision", "Accepted", o => o.NoDecisionFrom = o.Threshold);
        yield return Case("one-in-thousand", "the highest ceiling that can be authorised", "Accepted", o => o.FalseAlertCeiling = FalseAlertCeiling.OneInThousand);
        yield return Case("certificate-without-groups", "no labelled data were measured", "Accepted", o => o.Certificate.Groups.Clear());
        yield return Incomplete("no-certificate", o => o.Certificate = null);
        yield return Incomplete("certificate-unknown-version", o => o.Certificate.FormatVersion = 2);
        yield return Incomplete("certificate-digest-short", o => o.Certificate.PackDigest = ByteString.CopyFrom(new byte[31]));
        yield return Incomplete("certificate-without-data", o => o.Certificate.Data = null);
        yield return Incomplete("certificate-without-visit-rule", o => o.Certificate.VisitRule = "");
        yield return Incomplete("certificate-without-rates", o => o.Certificate.Rates.Clear());
        yield return Incomplete("certificate-thresholds-descend", o => (o.Certificate.Rates[0], o.Certificate.Rates[1]) = (o.Certificate.Rates[1], o.Certificate.Rates[0]));
        yield return Incomplete("certificate-bound-below-rate", o => o.Certificate.Rates[0] = PackCertificateRules.Rate(0.4f, 12, 20_000_000, 5e-7));
        yield return Incomplete("certificate-bound-that-no-data-bear", o => o.Certificate.Rates[2] = PackCertificateRules.Rate(0.5f, 0, 20_000_000, 1e-9));
        yield return Incomplete("certificate-bound-grows", o => o.Certificate.Rates[2] = PackCertificateRules.Rate(0.5f, 0, 20_000_000, 5e-7));
        yield return Incomplete("certificate-rate-not-of-its-counts", o => o.Certificate.Rates[0].Fmr = 1e-7);
        yield return Incomplete("certificate-list-longer-than-its-bound", o => o.Certificate.Rates[1].LargestListOneInSixThousand++);
        yield return Incomplete("certificate-group-at-another-threshold", o => o.Certificate.Groups[0].Threshold = 0.42f);
        yield return Incomplete("no-decision-0", o => o.NoDecisionFrom = 0);
        yield return Incomplete("no-decision-above-the-threshold", o => o.NoDecisionFrom = MathF.BitIncrement(o.Threshold));
        yield return Incomplete("no-decision-not-a-number", o => o.NoDecisionFrom = float.NaN);
        yield return Incomplete("no-ceiling", o => o.FalseAlertCeiling = FalseAlertCeiling.Unspecified);
        yield return Incomplete("unknown-ceiling", o => o.FalseAlertCeiling = (FalseAlertCeiling)99);
    }

    private static CertifiedRate Kinder() => PackCertificateRules.Rate(0.45f, 1, 20_000_000, 3e-7);

    private static (string Name, TrustVector Vector) Case(string name, string comment, string expect, Action<DeploymentOrder> spoil)
    {
        var order = Order();
        spoil(order);
        return Case(name, comment, expect, SignOrder(order));
    }

    private static (string Name, TrustVector Vector) Incomplete(string name, Action<DeploymentOrder> spoil) =>
        Case("incomplete-" + name, name.Replace('-', ' '), "Incomplete", spoil);

    private static (string Name, TrustVector Vector) Case(string name, string comment, string expect, byte[] order) =>
        (name, Vector(comment, expect, order));

    private static TrustVector Vector(string comment, string expect, byte[] order) => new(comment, expect, Now)
    {
        RootPublicKey = RootPublicKey,
        Roster = SignRoster(Roster()),
        UnitId = UnitId,
        PackDigest = PackDigest,
        Order = order,
    };

    // The signatures of an honest order around another payload.
    private static byte[] Swap(Action<DeploymentOrder> alter)
    {
        var honest = CoseSign.Read(SignOrder(Order()), ContentTypes.Order).Value;
        var altered = Order();
        alter(altered);
        return CoseSign.Assemble(ContentTypes.Order, altered.ToByteArray(), honest.Signatures);
    }

    private static byte[] Renamed()
    {
        var honest = CoseSign.Read(SignOrder(Order(), Author), ContentTypes.Order).Value.Signatures[0];
        return CoseSign.Assemble(ContentTypes.Order, Order().ToByteArray(), [honest, honest with { KeyId = Authoriser }]);
    }

    private static byte[] ShownAsOrder()
    {
        var signed = CoseSign.Read(Sign(ContentTypes.BundleHeader, Order().ToByteArray(), Author, Authoriser), ContentTypes.BundleHeader).Value;
        return CoseSign.Assemble(ContentTypes.Order, Order().ToByteArray(), signed.Signatures);
    }

    private static byte[] LongEmptyString(byte[] message)
    {
        // Tag 98 is two bytes, then the array of four, then the body's header string: 0x58 length.
        var header = message.AsSpan(3);
        if (header[0] != 0x58) throw new InvalidOperationException("The body header is expected to be a byte string of 24 to 255 bytes.");
        return [.. message[..3], 0x59, 0x00, .. message[4..]];
    }

    private static ByteString OffTheCurve()
    {
        var point = Order().DeploymentPublicKey.ToByteArray();
        point[64] ^= 1;
        return ByteString.CopyFrom(point);
    }
}
