namespace Signpost.Contracts;

/// <summary>MQTT topics, version 1. A unit publishes on one topic and subscribes to one.</summary>
public static class Topics
{
    private const string Units = "signpost/v1/units/";

    /// <summary>Filter for every unit's match events.</summary>
    public const string AllMatches = Units + "+/matches";

    /// <summary>Topic on which <paramref name="unitId"/> publishes match events (MatchMessage, QoS 1).</summary>
    public static string Matches(string unitId) => $"{Units}{unitId}/matches";

    /// <summary>Topic on which <paramref name="unitId"/> learns what is committed (CommittedWatermark, QoS 1).</summary>
    public static string Committed(string unitId) => $"{Units}{unitId}/committed";

    /// <summary>Whether <paramref name="unitId"/> can stand in a topic: 1 to 64 of a-z, 0-9 and '-'.</summary>
    public static bool IsValidUnitId(string? unitId)
    {
        if (unitId is not { Length: > 0 and <= 64 }) return false;
        foreach (var c in unitId)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')) return false;
        }
        return true;
    }
}
