using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

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

    /// <summary>Finds an officer by id.</summary>
    public bool TryGetOfficer(string officerId, [NotNullWhen(true)] out VerifiedOfficer? officer) => officers.TryGetValue(officerId, out officer);
}
