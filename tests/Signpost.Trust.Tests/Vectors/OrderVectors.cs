using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

internal static class OrderVectors
{
    public static IEnumerable<(string Name, TrustVector Vector)> All() => Whole().Concat(Signatures()).Concat(Encodings()).Concat(Fields()).Concat(Certificates()).Concat(Places()).Concat(Urgent()).Concat(Passkeys());

    private static IEnumerable<(string Name, TrustVector Vector)> Whole()
    {
        yield return Case("accepted", "an author and an authorising officer, in its window", "Accepted", _ => { });
        yield return Case("not-yet-valid", "starts tomorrow: loaded, and waits", "Accepted", o =>
        {
            o.NotBefore = Now.AddDays(1).ToTimestamp();
            o.NotAfter = Now.AddDays(2).ToTimestamp();
        });
        yield return Case("expired", "ends at this very moment", "Expired", o => o.NotAfter = Now.ToTimestamp());
        yield return Case("other-unit", "names other units", "WrongUnit", o =>
        {
            o.UnitIds.RemoveAt(0);
            o.Cameras.RemoveAt(0);
        });
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
        yield return Case("officer-revoked", "the authorising officer was revoked yesterday", "OfficerRevoked", SignOrder(Order(), Author, RevokedAuthoriser));
        yield return Case("two-authorising-officers", "nobody drew it up", "WrongRole", SignOrder(Order(), Authoriser, Senior));
        yield return Case("reviewer", "authorised by somebody who decides on alerts", "WrongRole", SignOrder(Order(), Author, Reviewer));
        yield return Case("senior", "authorised by a senior authorising officer", "Accepted", SignOrder(Order(), Author, Senior));
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
        yield return Incomplete("no-evidence-period", o => o.EvidenceFrom = null);
        yield return Incomplete("evidence-period-turned-round", o => (o.EvidenceFrom, o.EvidenceTo) = (o.EvidenceTo, o.EvidenceFrom));
        yield return Incomplete("evidence-after-the-order", o => o.EvidenceTo = Now.AddDays(30).ToTimestamp());
        yield return Incomplete("no-consultation-reference", o => o.ConsultationReference = "");
        yield return Incomplete("no-assessment-reference", o => o.AssessmentReference = "");
        yield return Incomplete("no-cameras", o => o.Cameras.Clear());
        yield return Incomplete("unit-without-a-camera", o => o.Cameras.RemoveAt(1));
        yield return Incomplete("camera-of-another-unit", o => o.Cameras[1].UnitId = "unit-3");
        yield return Incomplete("camera-twice", o => o.Cameras.Add(o.Cameras[0].Clone()));
        yield return Incomplete("camera-without-a-fingerprint", o => o.Cameras[0].Fingerprint = "");
        yield return Incomplete("no-signs", o => o.Signs.Clear());
        yield return Incomplete("sign-twice", o => o.Signs.Add(o.Signs[0].Clone()));
        yield return Incomplete("sign-nowhere", o => o.Signs[0].Position = null);
        yield return Incomplete("watchlist-kept-for-25-hours", o => o.WatchlistRetentionHours = 25);
        yield return Incomplete("no-stale-limit", o => o.StaleLimitMinutes = 0);
        yield return Incomplete("stale-limit-of-two-days", o => o.StaleLimitMinutes = 2880);
        yield return Incomplete("urgency-without-a-reason", o => o.Urgency = new Urgency());
        yield return Incomplete("polygon-that-crosses-itself", o =>
        {
            o.Place.Polygon.Clear();
            o.Place.Polygon.Add(Square(51.5, -0.11, 0.01));
            (o.Place.Polygon[1], o.Place.Polygon[2]) = (o.Place.Polygon[2], o.Place.Polygon[1]);
        });
        yield return Incomplete("polygon-without-an-area", o => o.Place.Polygon[2] = new GeoPoint { Latitude = 51.5, Longitude = -0.115 });
        yield return Incomplete("polygon-of-half-a-continent", o => o.Place.Polygon[2] = new GeoPoint { Latitude = 62, Longitude = -0.11 });
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

    private static IEnumerable<(string Name, TrustVector Vector)> Places()
    {
        var order = SignOrder(Order());
        yield return With("other-camera", "the unit looks through another camera", "WrongCamera", order, v => v with { Cameras = ["v4l2:SN-0009"] });
        yield return With("one-camera-more", "the unit looks through the named camera and through another", "WrongCamera", order, v => v with { Cameras = [TestForce.Fingerprint, "v4l2:SN-0009"] });
        yield return With("camera-of-the-other-unit", "the camera is named, but for another unit", "WrongCamera", order, v => v with { Cameras = ["v4l2:SN-0002"] });
        yield return With("no-camera", "the unit has no camera that can be told from another", "WrongCamera", order, v => v with { Cameras = [] });
        yield return With("outside-the-place", "the unit stands a street away", "OutsidePlace", order, v => v with { Position = [51.52, -0.112] });
        yield return With("position-not-declared", "nobody has said where the unit stands", "OutsidePlace", order, v => v with { Position = null });
        yield return With("on-the-edge", "the unit stands on the place's edge", "Accepted", order, v => v with { Position = [51.5, -0.115] });
        yield return With("forbidden-place", "the force's root forbids use in a part of the place", "ForbiddenPlace", order, v => v with { Roster = SignRoster(RosterWithRule(r => r.Forbidden = true)) });
        yield return With("forbidden-for-this-purpose", "forbidden there for this purpose", "ForbiddenPlace", order, v => v with
        {
            Roster = SignRoster(RosterWithRule(r => (r.Forbidden, _) = (true, Add(r, Purpose.LocateWantedPerson)))),
        });
        yield return With("forbidden-for-another-purpose", "forbidden there, for another purpose", "Accepted", order, v => v with
        {
            Roster = SignRoster(RosterWithRule(r => (r.Forbidden, _) = (true, Add(r, Purpose.ProtectNamedEvent)))),
        });
        yield return With("forbidden-elsewhere", "forbidden in another place", "Accepted", order, v => v with
        {
            Roster = SignRoster(RosterWithRule(r =>
            {
                r.Forbidden = true;
                r.Polygon.Clear();
                r.Polygon.Add(Square(52, -0.112, 0.1));
            })),
        });
        yield return With("longer-than-the-place-allows", "nine hours where eight are allowed", "PlaceLimit", order, v => v with { Roster = SignRoster(RosterWithRule(r => r.MaxHours = 8)) });
        yield return With("as-long-as-the-place-allows", "nine hours where nine are allowed", "Accepted", order, v => v with { Roster = SignRoster(RosterWithRule(r => r.MaxHours = 9)) });
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Urgent()
    {
        var (begun, ratified) = (SignOrder(UrgentOrder(), Authoriser), SignOrder(UrgentOrder(), Authoriser, Senior));
        UrgentUse waiting = new(OrderId, Authoriser), other = new(BundleId, Authoriser);
        yield return Case("urgent", "begun by an authorising officer alone", "Accepted", begun);
        yield return Case("urgent-by-an-author", "begun by an author", "WrongRole", SignOrder(UrgentOrder(), Author));
        yield return Case("urgent-ratified", "begun by one, ratified by a senior authorising officer", "Accepted", SignOrder(UrgentOrder(), Authoriser, Senior));
        yield return Case("urgent-ratified-by-no-senior", "begun by one, signed by another of the same rank", "WrongRole", SignOrder(UrgentOrder(), Senior, Authoriser));
        yield return Case("urgent-ratified-by-the-same", "begun and ratified by one person", "SamePersonTwice", SignOrder(UrgentOrder(), Senior, Senior));
        yield return With("urgent-not-ratified", "24 hours have passed", "NotRatified", SignOrder(Long(), Authoriser), v => v with { Now = Now.AddHours(23) });
        yield return With("urgent-last-second", "24 hours have not quite passed", "Accepted", SignOrder(Long(), Authoriser), v => v with { Now = Now.AddHours(23).AddSeconds(-1) });
        yield return With("urgent-ratified-in-time", "24 hours have passed, and it was ratified", "Accepted", SignOrder(Long(), Authoriser, Senior), v => v with { Now = Now.AddHours(23) });
        yield return With("urgent-pending", "an earlier urgent order was never ratified", "UrgentPending", begun, v => v with { UrgentUses = [other] });
        yield return With("urgent-pending-is-this-one", "the urgent order that is pending is this one", "Accepted", begun, v => v with { UrgentUses = [waiting] });
        yield return With("ordinary-while-urgent-pending", "signed by two: what is pending does not matter", "Accepted", SignOrder(Order()), v => v with { UrgentUses = [other] });
        yield return With("urgent-taken-and-ratified", "taken on one signature, and ratified while there was time", "Accepted", ratified, v => v with { UrgentUses = [waiting] });
        yield return With("urgent-ratified-too-late", "ratified after 24 hours, on a unit that waited for it", "NotRatified", SignOrder(Long(), Authoriser, Senior), v => v with { Now = Now.AddHours(23), UrgentUses = [waiting] });
        yield return With("urgent-ratified-too-late-again", "and again: it never runs any more", "NotRatified", SignOrder(Long(), Authoriser, Senior), v => v with { UrgentUses = [waiting with { Lapsed = true }] });
        yield return With("urgent-after-one-ratified-too-late", "what was ratified too late keeps nobody out", "Accepted", begun, v => v with { UrgentUses = [other with { Lapsed = true }] });
        yield return With("urgent-begun-by-another", "who began it is said to have ratified it", "WrongRole", ratified, v => v with { UrgentUses = [waiting with { BegunBy = Senior }] });

        static DeploymentOrder Long()
        {
            var order = UrgentOrder();
            order.NotAfter = Now.AddDays(3).ToTimestamp();
            return order;
        }
    }

    private static IEnumerable<(string Name, TrustVector Vector)> Passkeys()
    {
        var good = new TestPasskey(PasskeyAuthoriser);
        yield return Case("passkey", "authorised with a security key", "Accepted", SignWithPasskey(Order()).Order);
        yield return Passkey("more-client-data", "the browser says more than it has to", "Accepted", good with { More = ",\"crossOrigin\":false,\"other_keys\":\"x\"" });
        yield return Passkey("other-relying-party", "made for another relying party", "BadSignature", good with { AtRelyingParty = "force.example" });
        yield return Passkey("other-origin", "made on another page", "BadSignature", good with { AtOrigin = "https://evil.example" });
        yield return Passkey("registration", "a registration, not an assertion", "BadSignature", good with { Type = "webauthn.create" });
        yield return Passkey("user-not-verified", "somebody touched it, nobody was recognised", "BadSignature", good with { Flags = 0x01 });
        yield return Passkey("user-not-present", "nobody touched it", "BadSignature", good with { Flags = 0x04 });
        yield return Passkey("extensions", "with extensions, which nobody asked for", "BadSignature", good with { Flags = 0x85 });
        yield return Passkey("cross-origin", "made in a frame of another page", "BadSignature", good with { More = ",\"crossOrigin\":true" });
        yield return Passkey("doubled-challenge", "the challenge stands there twice", "BadSignature", good with { More = ",\"challenge\":\"x\"" });
        yield return Passkey("of-another-officer", "made with another officer's passkey", "BadSignature", good, signed => signed with { KeyId = Senior });
        yield return Passkey("other-companion", "the digest of another bundle header stands beside it", "BadSignature", good, signed => signed with { Passkey = signed.Passkey! with { Companion = new byte[32] } });
        yield return Passkey("short-authenticator-data", "authenticator data of 36 bytes", "Malformed", good, signed => signed with { Passkey = signed.Passkey! with { AuthenticatorData = new byte[36] } });
        yield return Case("passkey-signs-as-a-file", "the passkey's key signed as a key file does", "BadSignature", SignOrder(Order(), Author, PasskeyAuthoriser));
        yield return Case("file-signs-as-a-passkey", "a key file's key signed as a passkey does", "BadSignature", SignWithPasskey(Order(), new TestPasskey(Authoriser)).Order);
    }

    private static (string Name, TrustVector Vector) Passkey(string name, string comment, string expect, TestPasskey passkey, Func<CoseSignature, CoseSignature>? spoil = null)
    {
        var order = Order().ToByteArray();
        var signed = CoseSign.Read(SignWithPasskey(Order(), passkey).Order, ContentTypes.Order).Value.Signatures;
        return Case("passkey-" + name, comment, expect, CoseSign.Assemble(ContentTypes.Order, order, [signed[0], (spoil ?? (same => same))(signed[1])]));
    }

    private static (string Name, TrustVector Vector) With(string name, string comment, string expect, byte[] order, Func<TrustVector, TrustVector> change) =>
        (name, change(Vector(comment, expect, order)));

    private static bool Add(PlaceRule rule, Purpose purpose)
    {
        rule.Purposes.Add(purpose);
        return true;
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
        Position = [Position.Latitude, Position.Longitude],
        Cameras = [TestForce.Fingerprint],
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
