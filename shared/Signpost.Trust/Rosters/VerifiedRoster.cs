using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A roster whose signature and contents were checked. Immutable; whether it and its officers are still valid is asked again at every
/// use.</summary>
public sealed class VerifiedRoster
{
    private readonly FrozenDictionary<string, VerifiedOfficer> officers;

    internal VerifiedRoster(string force, ulong version, DateTimeOffset notAfter, IEnumerable<VerifiedOfficer> officers, IReadOnlyList<VerifiedPlaceRule> placeRules)
    {
        PlaceRules = placeRules;
        Force = force;
        Version = version;
        NotAfter = notAfter;
        this.officers = officers.ToFrozenDictionary(o => o.OfficerId, StringComparer.Ordinal);
    }

    /// <summary>The force whose root signed it.</summary>
    public string Force { get; }

    /// <summary>Grows with every roster; keep the highest taken and pass it as the next minimum.</summary>
    public ulong Version { get; }

    /// <summary>First moment at which nothing is believed on this roster's word.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Everybody on it.</summary>
    public IReadOnlyCollection<VerifiedOfficer> Officers => officers.Values;

    /// <summary>Where the force's root forbids or limits use.</summary>
    public IReadOnlyList<VerifiedPlaceRule> PlaceRules { get; }

    /// <summary>Holds an order that nobody signed yet against the place rules, and the length of its list.</summary>
    /// <param name="order">What <see cref="OrderRules"/> finds complete.</param>
    /// <param name="entries">Of its list.</param>
    /// <returns>ForbiddenPlace or PlaceLimit; null when no rule stands against it.</returns>
    public Refusal? CheckPlace(DeploymentOrder order, int entries)
    {
        ArgumentNullException.ThrowIfNull(order);
        var place = new Polygon(order.Place.Polygon.Select(corner => new Corner(corner.Latitude, corner.Longitude)));
        var window = order.NotAfter.ToDateTimeOffset() - order.NotBefore.ToDateTimeOffset();
        return PlaceRules.Where(rule => rule.AppliesTo(order.Purpose, place))
            .Select(rule => rule.CheckWindow(window) ?? rule.CheckList(entries))
            .FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>Finds an officer by id.</summary>
    public bool TryGetOfficer(string officerId, [NotNullWhen(true)] out VerifiedOfficer? officer) => officers.TryGetValue(officerId, out officer);
}
