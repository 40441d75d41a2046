using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust.Tests;

/// <summary>A force with a root, officers, a unit, and everything they would sign on an ordinary day. Messages are new at every call, to be
/// spoilt.</summary>
internal static class TestForce
{
    public const string Name = "Test Force";
    public const string UnitId = "unit-1";
    public const string Author = "officer-a";
    public const string OtherAuthor = "officer-c";
    public const string Authoriser = "officer-b";
    public const string RetiredAuthoriser = "officer-d";
    public const string Senior = "officer-e";
    public const string OtherSenior = "officer-f";
    public const string RevokedAuthoriser = "officer-g";
    public const string PasskeyAuthoriser = "officer-h";
    public const string Reviewer = "officer-i";
    public const string Stranger = "officer-x";
    public const string Fingerprint = "v4l2:SN-0001";
    public const int TemplateLength = 8;

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid OrderId = new("018f3c7e-0000-7000-8000-000000000001");
    public static readonly Guid BundleId = new("018f3c7e-0000-7000-8000-000000000002");
    public static readonly Guid Epoch = new("018f3c7e-0000-4000-8000-000000000003");
    public static readonly Guid EventId = new("018f3c7e-0000-7000-8000-000000000004");
    public static readonly byte[] PackDigest = SHA256.HashData("test pack"u8);
    public static readonly byte[] RootPublicKey = TestKeys.PublicKey("root");
    public static readonly byte[] UnitPublicKey = TestKeys.PublicKey(UnitId);

    /// <summary>A JPEG's first bytes, and no picture.</summary>
    public static readonly byte[] ProbeJpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 0xFF, 0xD9];

    public static Roster Roster() => new()
    {
        FormatVersion = 1,
        Version = 7,
        Force = Name,
        NotAfter = Now.AddDays(90).ToTimestamp(),
        Officers =
        {
            Officer(Author, OfficerRole.Author, Now.AddDays(60)),
            Officer(Authoriser, OfficerRole.AuthorisingOfficer, Now.AddDays(60)),
            Officer(OtherAuthor, OfficerRole.Author, Now.AddDays(60)),
            Officer(RetiredAuthoriser, OfficerRole.AuthorisingOfficer, Now),
            Officer(Senior, OfficerRole.SeniorAuthorisingOfficer, Now.AddDays(60)),
            Officer(OtherSenior, OfficerRole.SeniorAuthorisingOfficer, Now.AddDays(60)),
            Revoked(Officer(RevokedAuthoriser, OfficerRole.AuthorisingOfficer, Now.AddDays(60))),
            WithPasskey(Officer(PasskeyAuthoriser, OfficerRole.AuthorisingOfficer, Now.AddDays(60))),
            Officer(Reviewer, OfficerRole.Reviewer, Now.AddDays(60)),
        },
    };

    /// <summary>Where the unit stands: inside the order's place.</summary>
    public static readonly Corner Position = new(51.502, -0.112);

    public static UnitStanding Standing() => new(UnitId, PackDigest, Position, [Fingerprint]);

    /// <summary>The roster with a rule for a square around the unit.</summary>
    public static Roster RosterWithRule(Action<PlaceRule> set)
    {
        var rule = new PlaceRule { Name = "Test Park", Polygon = { Square(51.502, -0.112, 0.0005) } };
        set(rule);
        var roster = Roster();
        roster.PlaceRules.Add(rule);
        return roster;
    }

    public static IEnumerable<GeoPoint> Square(double latitude, double longitude, double half) =>
    [
        new() { Latitude = latitude - half, Longitude = longitude - half }, new() { Latitude = latitude - half, Longitude = longitude + half },
        new() { Latitude = latitude + half, Longitude = longitude + half }, new() { Latitude = latitude + half, Longitude = longitude - half },
    ];

    private static Officer Revoked(Officer officer)
    {
        officer.RevokedAt = Now.AddDays(-1).ToTimestamp();
        return officer;
    }

    private static Officer WithPasskey(Officer officer)
    {
        officer.Keys[0].Passkey = new Passkey { RelyingParty = TestPasskey.RelyingParty, Origin = TestPasskey.Origin };
        return officer;
    }

    public static Officer Officer(string id, OfficerRole role, DateTimeOffset notAfter) => new()
    {
        OfficerId = id,
        Role = role,
        Keys = { new OfficerKey { PublicKey = ByteString.CopyFrom(TestKeys.PublicKey(id)) } },
        NotAfter = notAfter.ToTimestamp(),
    };

    public static DeploymentOrder Order()
    {
        using var deployment = TestKeys.Deployment("deployment");
        return new DeploymentOrder
        {
            FormatVersion = 1,
            OrderId = WireId.From(OrderId),
            Force = Name,
            Purpose = Purpose.LocateWantedPerson,
            LegalGround = LegalGround.WarrantOfArrest,
            Place = new Place
            {
                Name = "Market Square",
                Polygon =
                {
                    new GeoPoint { Latitude = 51.5, Longitude = -0.12 },
                    new GeoPoint { Latitude = 51.5, Longitude = -0.11 },
                    new GeoPoint { Latitude = 51.51, Longitude = -0.11 },
                },
            },
            NotBefore = Now.AddHours(-1).ToTimestamp(),
            NotAfter = Now.AddHours(8).ToTimestamp(),
            Categories = { Category.WantedOnWarrant, Category.SeededVolunteer },
            WatchlistId = "list-1",
            Threshold = 0.45f,
            PackDigest = ByteString.CopyFrom(PackDigest),
            UnitIds = { UnitId, "unit-2" },
            DeploymentPublicKey = ByteString.CopyFrom(deployment.PublicKey.Span),
            AlertRetentionHours = 24,
            EvidenceReference = "REF/2026/0001",
            Certificate = Certificate(),
            NoDecisionFrom = 0.4f,
            FalseAlertCeiling = FalseAlertCeiling.OneInSixThousand,
            EvidenceFrom = Now.AddDays(-90).ToTimestamp(),
            EvidenceTo = Now.AddDays(-1).ToTimestamp(),
            ConsultationReference = "CON/2026/0001",
            AssessmentReference = "DPIA/2026/0001",
            Cameras = { new Camera { UnitId = UnitId, Fingerprint = Fingerprint }, new Camera { UnitId = "unit-2", Fingerprint = "v4l2:SN-0002" } },
            Signs = { new Sign { SignId = "sign-1", Position = new GeoPoint { Latitude = 51.501, Longitude = -0.113 } } },
            WatchlistRetentionHours = 24,
            StaleLimitMinutes = 60,
        };
    }

    /// <summary>Of the test pack; at the order's threshold it allows 416 entries.</summary>
    public static PackCertificate Certificate() => new()
    {
        FormatVersion = 1,
        PackDigest = ByteString.CopyFrom(PackDigest),
        Data = new CertifiedData { Name = "Test data", People = 2900, Images = 6400 },
        VisitRule = "mean of up to 5 shots, weighted by quality",
        MeasuredAt = Now.AddDays(-30).ToTimestamp(),
        ToolVersion = "0.1.0",
        Rates =
        {
            PackCertificateRules.Rate(0.4f, 12, 20_000_000, 1.1e-6),
            PackCertificateRules.Rate(0.45f, 2, 20_000_000, 4e-7),
            PackCertificateRules.Rate(0.5f, 0, 20_000_000, 1.5e-7),
        },
        Groups =
        {
            new CertifiedGroup { Label = "label a", Threshold = 0.4f, FalseMatches = 1, Comparisons = 1_000_000, Fmr = 1e-6, FmrUpper95 = 5e-6 },
            new CertifiedGroup { Label = "label b", Threshold = 0.4f, FalseMatches = 0, Comparisons = 1_000_000, Fmr = 0, FmrUpper95 = 3e-6 },
        },
    };

    public static BundleFacts Facts(ReadOnlySpan<byte> order) =>
        new(BundleId, SHA256.HashData(order), "list-1", 3, PackDigest, Now.AddHours(8), TemplateLength);

    /// <summary>Unit vectors along the axes: nobody's face.</summary>
    public static IReadOnlyList<BundleTemplate> Entries() =>
        [new("ref-1", Category.WantedOnWarrant, Axis(0)), new("ref-2", Category.SeededVolunteer, Axis(1)), new("ref-3", Category.WantedOnWarrant, Axis(2))];

    public static float[] Axis(int axis)
    {
        var template = new float[TemplateLength];
        template[axis] = 1f;
        return template;
    }

    public static MatchEvent Match() => new()
    {
        EventId = WireId.From(EventId),
        Revision = 1,
        OrderDigest = ByteString.CopyFrom(SHA256.HashData(Order().ToByteArray())),
        BundleId = WireId.From(BundleId),
        PackDigest = ByteString.CopyFrom(PackDigest),
        Reference = "ref-1",
        Score = 0.71f,
        Threshold = 0.45f,
        VisitStartedAt = Now.ToTimestamp(),
        CapturedAt = Now.AddSeconds(1).ToTimestamp(),
        DecidedAt = Now.AddSeconds(1.1).ToTimestamp(),
        Shots = { new Shot { CapturedAt = Now.AddSeconds(1).ToTimestamp(), Quality = 62, FaceWidth = 84, Score = 0.6f, Components = Components() } },
        Face = new Box { X = 10, Y = 20, Width = 84, Height = 100 },
        FrameWidth = 1280,
        FrameHeight = 720,
        ProbeJpeg = ByteString.CopyFrom(ProbeJpeg),
    };

    public static ShotQuality Components() => new()
    {
        Sharpness = 70,
        UnderExposurePrevention = 100,
        OverExposurePrevention = 100,
        DynamicRange = 90,
        InterEyeDistance = 95,
        Yaw = 98,
        Pitch = 96,
        Roll = 100,
        FrameEdge = 100,
        DetectorConfidence = 99,
    };

    public static MatchAddress Address() => new(UnitId, Epoch, 42, OrderId);

    public static byte[] SignRoster(Roster roster, string signer = "root")
    {
        using var key = TestKeys.Signing(signer);
        return CoseSign1.Sign(ContentTypes.Roster, RosterSigner.RootKeyId, roster.ToByteArray(), key);
    }

    public static VerifiedRoster VerifiedRoster() => RosterVerifier.Verify(SignRoster(Roster()), RootPublicKey, Now, 0).Value;

    /// <summary>Any payload, signed by anybody, as any content: what an attacker with some keys can make.</summary>
    public static byte[] Sign(string contentType, ReadOnlySpan<byte> payload, params string[] officers)
    {
        var signatures = new List<CoseSignature>();
        foreach (var officer in officers)
        {
            using var key = TestKeys.Signing(officer);
            signatures.Add(new CoseSignature(officer, P256.Sign(key, CoseSign.ToBeSigned(contentType, officer, payload))));
        }

        return CoseSign.Assemble(contentType, payload, signatures);
    }

    public static byte[] SignOrder(DeploymentOrder order, params string[] officers) =>
        Sign(ContentTypes.Order, order.ToByteArray(), officers is [] ? [Author, Authoriser] : officers);

    /// <summary>An order begun by an authorising officer alone, an hour ago.</summary>
    public static DeploymentOrder UrgentOrder()
    {
        var order = Order();
        order.Urgency = new Urgency { Reason = "a child is missing" };
        return order;
    }

    /// <summary>Signed by an author's key file and by an authorising officer's passkey.</summary>
    public static (byte[] Order, byte[] Header) SignWithPasskey(DeploymentOrder order, TestPasskey? passkey = null, byte[]? header = null)
    {
        var (orderBytes, headerBytes) = (order.ToByteArray(), header ?? Facts().ToByteArray());
        var (first, second) = (passkey ?? new TestPasskey(PasskeyAuthoriser)).Sign((ContentTypes.Order, orderBytes), (ContentTypes.BundleHeader, headerBytes));
        return (
            CoseSign.Assemble(ContentTypes.Order, orderBytes, [BySigningFile(ContentTypes.Order, orderBytes), first]),
            CoseSign.Assemble(ContentTypes.BundleHeader, headerBytes, [BySigningFile(ContentTypes.BundleHeader, headerBytes), second]));

        static CoseSignature BySigningFile(string contentType, byte[] payload) => CoseSign.Read(Sign(contentType, payload, Author), contentType).Value.Signatures[0];

        static BundleHeader Facts()
        {
            using var written = BundleWriter.Write(TestForce.Facts(Order().ToByteArray()), Entries(), Stream.Null);
            return BundleHeader.Parser.ParseFrom(written.Header.Span);
        }
    }

    public static VerifiedOrder VerifiedOrder() => OrderVerifier.Verify(SignOrder(Order()), VerifiedRoster(), Now, Standing()).Value;

    public static TestBundle Bundle(Action<BundleHeader>? spoil = null, IReadOnlyList<BundleTemplate>? entries = null, params string[] officers)
    {
        using var ciphertext = new MemoryStream();
        using var written = BundleWriter.Write(Facts(Order().ToByteArray()), entries ?? Entries(), ciphertext);
        var header = BundleHeader.Parser.ParseFrom(written.Header.Span);
        spoil?.Invoke(header);
        var signed = Sign(ContentTypes.BundleHeader, header.ToByteArray(), officers is [] ? [Author, Authoriser] : officers);
        return new TestBundle(signed, ciphertext.ToArray(), written.Key.Bytes.ToArray());
    }

    public static Result<VerifiedBundleHeader> VerifyHeader(byte[] header, ulong heldVersion = 0) =>
        BundleVerifier.VerifyHeader(header, VerifiedOrder(), VerifiedRoster(), Now, heldVersion);
}
