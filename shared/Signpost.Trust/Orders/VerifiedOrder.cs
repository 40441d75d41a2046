using System.Security.Cryptography;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A deployment order whose signatures and fields were checked. Immutable.</summary>
public sealed class VerifiedOrder
{
    private readonly ILookup<string, string> _cameras;

    internal VerifiedOrder(DeploymentOrder order, ReadOnlySpan<byte> bytes, Signatories signatories, VerifiedRoster roster)
    {
        Content = order;
        WireId.TryRead(order.OrderId, out var id);
        OrderId = id;
        Digest = SHA256.HashData(bytes);
        Signatories = signatories;
        Force = order.Force;
        Purpose = order.Purpose;
        LegalGround = order.LegalGround;
        PlaceName = order.Place.Name;
        Place = new Polygon(order.Place.Polygon.Select(p => new Corner(p.Latitude, p.Longitude)));
        NotBefore = order.NotBefore.ToDateTimeOffset();
        NotAfter = order.NotAfter.ToDateTimeOffset();
        Categories = [.. order.Categories];
        WatchlistId = order.WatchlistId;
        Threshold = order.Threshold;
        NoDecisionFrom = order.NoDecisionFrom;
        FalseAlertCeiling = order.FalseAlertCeiling;
        LargestList = CertificateBudget.LargestList(order);
        PackDigest = order.PackDigest.ToByteArray();
        UnitIds = [.. order.UnitIds];
        DeploymentPublicKey = order.DeploymentPublicKey.ToByteArray();
        AlertRetention = TimeSpan.FromHours(order.AlertRetentionHours);
        EvidenceReference = order.EvidenceReference;
        SignIds = [.. order.Signs.Select(sign => sign.SignId)];
        StaleLimit = TimeSpan.FromMinutes(order.StaleLimitMinutes);
        IsUrgent = order.Urgency is not null;
        RatificationDue = IsUrgent ? NotBefore + OrderRules.RatificationTime : null;
        RatifyBy = signatories.AreTwo ? null : RatificationDue;
        _cameras = order.Cameras.ToLookup(camera => camera.UnitId, camera => camera.Fingerprint, StringComparer.Ordinal);
        PlaceRules = [.. roster.PlaceRules.Where(rule => rule.AppliesTo(Purpose, Place))];
    }

    internal DeploymentOrder Content { get; }

    /// <summary>What the force's root forbids or limits in this place, for this purpose.</summary>
    public IReadOnlyList<VerifiedPlaceRule> PlaceRules { get; }

    /// <summary>Identity of the order.</summary>
    public Guid OrderId { get; }

    /// <summary>SHA-256 of the signed DeploymentOrder bytes, 32 bytes: what bundles and match events refer to.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    /// <summary>Who signed.</summary>
    public Signatories Signatories { get; }

    /// <summary>The force; the same as the roster's.</summary>
    public string Force { get; }

    /// <summary>From the closed list.</summary>
    public Purpose Purpose { get; }

    /// <summary>From the closed list.</summary>
    public LegalGround LegalGround { get; }

    /// <summary>One line.</summary>
    public string PlaceName { get; }

    /// <summary>Where.</summary>
    public Polygon Place { get; }

    /// <summary>First moment in force.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>First moment not in force any more.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Whom the watchlist may hold: at least one, none twice.</summary>
    public IReadOnlyList<Category> Categories { get; }

    /// <summary>The one watchlist.</summary>
    public string WatchlistId { get; }

    /// <summary>Comparison score from which a match is reported: cosine, above 0 and below 1.</summary>
    public float Threshold { get; }

    /// <summary>Comparison score from which a visit below the threshold is no decision: above 0, at or below <see cref="Threshold"/>.</summary>
    public float NoDecisionFrom { get; }

    /// <summary>How many false alerts were accepted, from the closed list.</summary>
    public FalseAlertCeiling FalseAlertCeiling { get; }

    /// <summary>Most entries that the pack's certificate allows at this threshold and ceiling; 0 to <see cref="BundleRules.MaximumEntries"/>.</summary>
    public int LargestList { get; }

    /// <summary>SHA-256 of the model pack's manifest, 32 bytes.</summary>
    public ReadOnlyMemory<byte> PackDigest { get; }

    /// <summary>The units that may recognise under it.</summary>
    public IReadOnlyList<string> UnitIds { get; }

    /// <summary>Where match events are sealed to: an uncompressed P-256 point, 65 bytes.</summary>
    public ReadOnlyMemory<byte> DeploymentPublicKey { get; }

    /// <summary>How long an alert is kept; at least one hour.</summary>
    public TimeSpan AlertRetention { get; }

    /// <summary>The force's reference of the case for this deployment.</summary>
    public string EvidenceReference { get; }

    /// <summary>The sign plan: every sign stands before anybody is recognised.</summary>
    public IReadOnlyList<string> SignIds { get; }

    /// <summary>How long a unit goes on without hearing from the control plane.</summary>
    public TimeSpan StaleLimit { get; }

    /// <summary>Whether it was begun with one signature.</summary>
    public bool IsUrgent { get; }

    /// <summary>First moment at which a second signature under an urgent order came too late; null for an ordinary one.</summary>
    public DateTimeOffset? RatificationDue { get; }

    /// <summary>First moment at which an order that one person stands behind is over; null where two do.</summary>
    public DateTimeOffset? RatifyBy { get; }

    /// <summary>First moment at which it is over, whatever happens: the end of the window, or of the time for ratification.</summary>
    public DateTimeOffset EndsAt => RatifyBy is { } by && by < NotAfter ? by : NotAfter;

    /// <summary>Fingerprints of the cameras that a unit may look through.</summary>
    public IReadOnlyCollection<string> CamerasOf(string unitId) => [.. _cameras[unitId]];

    internal Refusal? CheckList(int entries) =>
        CertificateBudget.CheckList(entries, Threshold, FalseAlertCeiling, LargestList) ?? PlaceRules.Select(rule => rule.CheckList(entries)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>Where <paramref name="now"/> lies: not before is inclusive, not after exclusive.</summary>
    public OrderWindow WindowAt(DateTimeOffset now) =>
        now < NotBefore ? OrderWindow.NotYetValid : now < NotAfter ? OrderWindow.Open : OrderWindow.Expired;
}
