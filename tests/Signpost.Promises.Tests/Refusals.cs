using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Edge.Tests.Support;
using Signpost.Promises.Tests.Stage;
using Signpost.Trust;

namespace Signpost.Promises.Tests;

/// <summary>What a unit is sent that it must not take.</summary>
/// <param name="Name">As the vectors call it (tests/Vectors).</param>
/// <param name="Reason">What the unit has to say of it.</param>
/// <param name="Make">Makes it for a boot of the unit.</param>
internal sealed record Refused(string Name, RefusalReason Reason, Func<HostileStage, CertifiedBootKey, Desired> Make);

/// <summary>The refusal table: every way in which an order can be no authority. A compromised control plane has all the keys but the officers' and the root's; here
/// the officers are in it together where that is what a row is about.</summary>
internal static class Refusals
{
    public static IReadOnlyList<Refused> All { get; } =
    [
        new("altered-threshold", RefusalReason.BadSignature, (stage, boot) =>
        {
            var desired = stage.Order(boot);
            var bytes = desired.Order.ToByteArray();
            var at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(stage.Force.Threshold));
            BitConverter.TryWriteBytes(bytes.AsSpan(at), 0.1f);
            desired.Order = ByteString.CopyFrom(bytes);
            return desired;
        }),
        new("one-signature", RefusalReason.OneSignature, SignedBy(TestForce.Author)),
        new("no-signature", RefusalReason.OneSignature, SignedBy()),
        new("same-person-twice", RefusalReason.SamePersonTwice, SignedBy(TestForce.Author, TestForce.Author)),
        new("two-authorising-officers", RefusalReason.WrongRole, SignedBy(TestForce.Authoriser, TestForce.Senior)),
        new("unknown-officer", RefusalReason.UnknownOfficer, Roster(roster => roster.Officers.RemoveAt(1))),
        new("officer-expired", RefusalReason.OfficerExpired, Roster(roster => roster.Officers[1].NotAfter = Ago(TimeSpan.FromSeconds(1)))),
        new("officer-revoked", RefusalReason.OfficerRevoked, Roster(roster => roster.Officers[1].RevokedAt = Ago(TimeSpan.FromMinutes(1)))),
        new("roster-expired", RefusalReason.RosterExpired, Roster(roster => roster.NotAfter = Ago(TimeSpan.FromSeconds(1)))),
        new("roster-altered", RefusalReason.RosterInvalid, (stage, boot) =>
        {
            var desired = stage.Order(boot);
            desired.Roster = Flipped(desired.Roster, desired.Roster.Length - 1);
            return desired;
        }),
        new("older-roster", RefusalReason.OlderRoster, (stage, boot) =>
        {
            var newest = stage.Force.RosterVersion;
            stage.Force.RosterVersion = 0;
            var desired = stage.Order(boot);
            stage.Force.RosterVersion = newest;
            return desired;
        }),
        new("other-unit", RefusalReason.WrongUnit, Order(order => (order.UnitIds[0], order.Cameras[0].UnitId) = ("unit-2", "unit-2"))),
        new("other-camera", RefusalReason.WrongCamera, Order(order => order.Cameras[0].Fingerprint = "v4l2:0001:0002:SN-0009")),
        new("other-force", RefusalReason.WrongForce, Order(order => order.Force = "Another Force")),
        new("other-pack", RefusalReason.WrongPack, Order(order => order.PackDigest = ByteString.CopyFrom(new byte[32]))),
        new("outside-the-place", RefusalReason.OutsidePlace, Order(order =>
        {
            foreach (var corner in order.Place.Polygon) corner.Latitude += 0.02;
        })),
        new("expired", RefusalReason.Expired, Order(order => order.NotAfter = Ago(TimeSpan.FromSeconds(1)))),
        new("forbidden-place", RefusalReason.ForbiddenPlace, Roster(roster => roster.PlaceRules.Add(Here(new PlaceRule { Forbidden = true })))),
        new("longer-than-the-place-allows", RefusalReason.PlaceLimit, Roster(roster => roster.PlaceRules.Add(Here(new PlaceRule { MaxHours = 1 })))),
        new("other-certificate", RefusalReason.WrongCertificate, Order(order => order.Certificate.PackDigest = ByteString.CopyFrom(new byte[32]))),
        new("threshold-below-certificate", RefusalReason.ThresholdBelowCertificate, Order(order => order.Certificate.Rates[0] = PackCertificateRules.Rate(0.45f, 0, 20_000_000, 1.5e-7))),
        new("list-too-long", RefusalReason.ListTooLong, (stage, boot) =>
        {
            stage.Force.Entries["p-2"] = stage.Force.Entries["p-1"];
            var desired = stage.Order(boot, order => order.Certificate.Rates[0] = PackCertificateRules.Rate(0.01f, 0, 20_000, 1.6e-4));
            stage.Force.Entries.Remove("p-2");
            return desired;
        }),
        new("incomplete-no-assessment-reference", RefusalReason.Incomplete, Order(order => order.AssessmentReference = "")),
        new("unknown-version", RefusalReason.UnknownVersion, Order(order => order.FormatVersion = 2)),
        new("trailing-byte", RefusalReason.Malformed, (stage, boot) =>
        {
            var desired = stage.Order(boot);
            desired.Order = ByteString.CopyFrom([.. desired.Order.Span, 0]);
            return desired;
        }),
        new("urgent-not-ratified", RefusalReason.NotRatified, (stage, boot) =>
        {
            stage.Force.Urgent = true;
            var desired = stage.Order(boot, order => order.NotBefore = Ago(TimeSpan.FromHours(25)));
            stage.Force.Urgent = false;
            return desired;
        }),
        new("header-bit-flipped", RefusalReason.BadSignature, (stage, boot) =>
        {
            var desired = stage.Order(boot);
            desired.BundleHeader = Flipped(desired.BundleHeader, desired.BundleHeader.Length - 1);
            return desired;
        }),
        new("list-of-another-order", RefusalReason.WrongOrder, (stage, boot) =>
        {
            var id = stage.Force.OrderId;
            stage.Force.OrderId = Guid.NewGuid();
            var other = stage.Order(boot);
            stage.Force.OrderId = id;
            var desired = stage.Order(boot);
            desired.BundleHeader = other.BundleHeader;
            return desired;
        }),
        new("key-of-another-boot", RefusalReason.WrongKey, (stage, boot) =>
        {
            using var signing = P256.CreateKey();
            using var another = BootKey.Create(TestForce.UnitId, signing);
            var desired = stage.Order(boot);
            desired.ContentKey = stage.Force.Desire(another.Certificate, signing.ExportSubjectPublicKeyInfo()).ContentKey;
            return desired;
        }),
        new("no-key", RefusalReason.WrongKey, (stage, boot) =>
        {
            var desired = stage.Order(boot);
            desired.ContentKey = null;
            return desired;
        }),
    ];

    private static Func<HostileStage, CertifiedBootKey, Desired> Order(Action<DeploymentOrder> spoil) => (stage, boot) => stage.Order(boot, spoil);

    private static Func<HostileStage, CertifiedBootKey, Desired> SignedBy(params string[] officers) => (stage, boot) =>
    {
        stage.Force.Officers = officers;
        var desired = stage.Order(boot);
        stage.Force.Officers = null;
        return desired;
    };

    private static Func<HostileStage, CertifiedBootKey, Desired> Roster(Action<Roster> spoil) => (stage, boot) =>
    {
        stage.Force.SpoilRoster = spoil;
        var desired = stage.Order(boot);
        stage.Force.SpoilRoster = _ => { };
        return desired;
    };

    private static PlaceRule Here(PlaceRule rule)
    {
        rule.Name = "Test Park";
        var (latitude, longitude) = (TestForce.Position.Latitude, TestForce.Position.Longitude);
        foreach (var (north, east) in new[] { (-1, -1), (-1, 1), (1, 1), (1, -1) }) rule.Polygon.Add(new GeoPoint { Latitude = latitude + (north * 0.0005), Longitude = longitude + (east * 0.0005) });
        return rule;
    }

    private static Timestamp Ago(TimeSpan span) => Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() - span);

    private static ByteString Flipped(ByteString bytes, int at)
    {
        var altered = bytes.ToByteArray();
        altered[at] ^= 1;
        return ByteString.CopyFrom(altered);
    }
}
