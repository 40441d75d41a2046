using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Support;

/// <summary>A force with a root and two officers, one deployment and its watchlist: what a control plane would send to a unit.</summary>
internal sealed class TestForce : IDisposable
{
    public const string UnitId = "unit-1";
    public const string Camera = "simulated:0";
    public const string Author = "officer-a";
    public const string Authoriser = "officer-b";
    public const string Senior = "officer-s";
    public static readonly Corner Position = new(51.502, -0.112);

    private readonly ECDsa _root = P256.CreateKey();
    private readonly ECDsa _author = P256.CreateKey();
    private readonly ECDsa _authoriser = P256.CreateKey();
    private readonly ECDsa _senior = P256.CreateKey();
    private ContentKey? _contentKey;

    public DeploymentKey Deployment { get; } = DeploymentKey.Create();

    public byte[] RootPublicKey => _root.ExportSubjectPublicKeyInfo();

    public byte[] PackDigest { get; set; } = SHA256.HashData("a pack"u8);

    public int TemplateLength { get; init; } = 8;

    public DateTimeOffset Now { get; init; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public Guid BundleId { get; set; } = Guid.NewGuid();

    public ulong RosterVersion { get; set; } = 1;

    public ulong WatchlistVersion { get; set; } = 1;

    public float Threshold { get; init; } = 0.4f;

    /// <summary>From where a visit is no decision; the threshold, and so never, unless a test says otherwise.</summary>
    public float? NoDecisionFrom { get; init; }

    public TimeSpan Duration { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Templates of the watchlist, by pseudonym.</summary>
    public Dictionary<string, float[]> Entries { get; } = [];

    /// <summary>Ciphertext of the last bundle made.</summary>
    public byte[] Ciphertext { get; private set; } = [];

    /// <summary>Every bundle made, by its id.</summary>
    public Dictionary<Guid, BundleCopy> Bundles { get; } = [];

    /// <summary>Changes the order before it is signed.</summary>
    public Action<DeploymentOrder> Spoil { get; set; } = _ => { };

    /// <summary>Whether orders are urgent: begun by the authorising officer alone, or ratified by the senior one.</summary>
    public bool Urgent { get; set; }

    /// <summary>Whether the senior officer signs as well.</summary>
    public bool Ratified { get; set; }

    /// <summary>Who signs, in this order; null: whoever has to.</summary>
    public IReadOnlyList<string>? Officers { get; set; }

    /// <summary>Changes the roster before it is signed.</summary>
    public Action<Roster> SpoilRoster { get; set; } = _ => { };

    /// <summary>Id of the orders made; a new one each when empty.</summary>
    public Guid OrderId { get; set; }

    /// <summary>A desired state with a new bundle of <see cref="Entries"/>, its key sealed to a boot.</summary>
    public Desired Desire(CertifiedBootKey bootKey, byte[] unitSigningKey, ulong version = 1, bool oneSignature = false)
    {
        var order = Order();
        Spoil(order);
        var bytes = order.ToByteArray();
        using var ciphertext = new MemoryStream();
        var facts = new BundleFacts(BundleId, SHA256.HashData(bytes), "list-1", WatchlistVersion, PackDigest, Now + Duration, TemplateLength);
        var entries = Entries.Select(entry => new BundleTemplate(entry.Key, Category.SeededVolunteer, entry.Value)).ToList();
        using var written = BundleWriter.Write(facts, entries, ciphertext);
        Ciphertext = ciphertext.ToArray();
        _contentKey = ContentKey.From(written.Key.Bytes);
        if (Bundles.Remove(BundleId, out var earlier)) earlier.Key.Dispose();
        Bundles[BundleId] = new BundleCopy(written.Header, Ciphertext, _contentKey);

        var request = new SigningRequest(1, Guid.NewGuid(), bytes, written.Header);
        IReadOnlyList<string> officers = Officers ?? (Urgent ? Ratified ? [Authoriser, Senior] : [Authoriser] : oneSignature ? [Author] : [Author, Authoriser]);
        var signed = OfficerSignature.Assemble(request, [.. officers.Select(officer => Sign(request, officer, KeyOf(officer)))]);
        return new Desired
        {
            Version = version,
            Roster = SignedRoster(),
            Order = ByteString.CopyFrom(signed.Order.Span),
            BundleHeader = ByteString.CopyFrom(signed.BundleHeader.Span),
            ContentKey = SealLast(bootKey, unitSigningKey),
        };
    }

    /// <summary>The content key of the last bundle made, sealed to another boot.</summary>
    public SealedContentKey SealLast(CertifiedBootKey bootKey, byte[] unitSigningKey) =>
        ContentKeySealer.Seal(_contentKey!, VerifiedBootKey.Verify(bootKey, UnitId, unitSigningKey).Value, BundleId);

    /// <summary>The roster as it stands now.</summary>
    public ByteString SignedRoster()
    {
        var roster = Roster();
        SpoilRoster(roster);
        return ByteString.CopyFrom(RosterSigner.Sign(roster, _root));
    }

    /// <summary>The order of <see cref="Desire"/>, verified.</summary>
    public VerifiedOrder Verify(Desired desired)
    {
        var roster = RosterVerifier.Verify(desired.Roster.Memory, RootPublicKey, Now, 0).Value;
        return OrderVerifier.Verify(desired.Order.Memory, roster, Now, new UnitStanding(UnitId, PackDigest, Position, [Camera])).Value;
    }

    public void Dispose()
    {
        _root.Dispose();
        _author.Dispose();
        _authoriser.Dispose();
        _senior.Dispose();
        foreach (var bundle in Bundles.Values) bundle.Key.Dispose();
        Deployment.Dispose();
    }

    private ECDsa KeyOf(string officer) => officer switch { Author => _author, Authoriser => _authoriser, _ => _senior };

    // Whatever it is given: keys in the wrong hands do not ask whether an order is complete.
    private static SigningResponse Sign(SigningRequest request, string officer, ECDsa key)
    {
        var content = OfficerSignature.ToBeSigned(request, officer);
        return new SigningResponse(1, request.OrderId, officer, Sign(content.Order), Sign(content.BundleHeader));

        byte[] Sign(ReadOnlyMemory<byte> bytes) => key.SignData(bytes.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private Roster Roster() => new()
    {
        FormatVersion = 1,
        Version = RosterVersion,
        Force = "Test Force",
        NotAfter = Timestamp.FromDateTimeOffset(Now.AddDays(30)),
        Officers = { Officer(Author, OfficerRole.Author, _author), Officer(Authoriser, OfficerRole.AuthorisingOfficer, _authoriser), Officer(Senior, OfficerRole.SeniorAuthorisingOfficer, _senior) },
    };

    private Officer Officer(string id, OfficerRole role, ECDsa key) => new()
    {
        OfficerId = id,
        Role = role,
        Keys = { new OfficerKey { PublicKey = ByteString.CopyFrom(key.ExportSubjectPublicKeyInfo()) } },
        NotAfter = Timestamp.FromDateTimeOffset(Now.AddDays(30)),
    };

    private DeploymentOrder Order() => new()
    {
        FormatVersion = 1,
        OrderId = WireId.From(OrderId == Guid.Empty ? Guid.NewGuid() : OrderId),
        Force = "Test Force",
        Purpose = Purpose.LocateWantedPerson,
        LegalGround = LegalGround.ConsentOfVolunteer,
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
        NotBefore = Timestamp.FromDateTimeOffset(Now.AddHours(-1)),
        NotAfter = Timestamp.FromDateTimeOffset(Now + Duration),
        Categories = { Category.SeededVolunteer },
        WatchlistId = "list-1",
        Threshold = Threshold,
        PackDigest = ByteString.CopyFrom(PackDigest),
        UnitIds = { UnitId },
        DeploymentPublicKey = ByteString.CopyFrom(Deployment.PublicKey.Span),
        AlertRetentionHours = 24,
        EvidenceReference = "REF/2026/0001",
        Certificate = Certificate(),
        NoDecisionFrom = NoDecisionFrom ?? Threshold,
        FalseAlertCeiling = FalseAlertCeiling.OneInSixThousand,
        EvidenceFrom = Timestamp.FromDateTimeOffset(Now.AddDays(-90)),
        EvidenceTo = Timestamp.FromDateTimeOffset(Now.AddDays(-1)),
        ConsultationReference = "CON/2026/0001",
        AssessmentReference = "DPIA/2026/0001",
        Cameras = { new Contracts.V1.Camera { UnitId = UnitId, Fingerprint = Camera } },
        Signs = { new Sign { SignId = "sign-1", Position = new GeoPoint { Latitude = 51.501, Longitude = -0.113 } } },
        WatchlistRetentionHours = 24,
        StaleLimitMinutes = 1440,
        Urgency = Urgent ? new Urgency { Reason = "a child is missing" } : null,
    };

    // Of this pack, down to any threshold that a test asks for; it allows 1111 entries.
    private PackCertificate Certificate() => new()
    {
        FormatVersion = 1,
        PackDigest = ByteString.CopyFrom(PackDigest),
        Data = new CertifiedData { Name = "Test data", People = 2900, Images = 6400 },
        VisitRule = "a rule for tests",
        MeasuredAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)),
        ToolVersion = "0.1.0",
        Rates = { PackCertificateRules.Rate(0.01f, 0, 20_000_000, 1.5e-7) },
    };
}
