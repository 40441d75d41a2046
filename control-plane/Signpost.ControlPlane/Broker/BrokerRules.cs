using Signpost.Contracts;

namespace Signpost.ControlPlane.Broker;

/// <summary>Who may do what on the broker. Everything that is not allowed here is refused.</summary>
internal static class BrokerRules
{
    /// <summary>Client id and certificate name of the control plane itself. No unit id starts like this.</summary>
    public const string ControlPlane = "control-plane";

    /// <summary>Bytes of an MQTT packet, as max_packet_size of control-plane/mosquitto/signpost.conf.</summary>
    public const int LargestPacket = 1024 * 1024;

    private const string Prefix = "signpost/v1/units/";
    private const string MatchesSuffix = "/matches";
    private const string CommittedSuffix = "/committed";

    /// <summary>A unit publishes its own match events; the control plane what is committed. Nobody publishes anything that the broker would keep.</summary>
    public static bool MayPublish(string clientId, string? topic, bool retain)
    {
        if (retain || topic is null) return false;
        return clientId == ControlPlane ? UnitOf(topic, CommittedSuffix) is not null : Topics.IsValidUnitId(clientId) && topic == Topics.Matches(clientId);
    }

    /// <summary>A unit hears what of its own is committed; the control plane hears every unit's match events.</summary>
    public static bool MaySubscribe(string clientId, string? filter) =>
        clientId == ControlPlane ? filter == Topics.AllMatches : Topics.IsValidUnitId(clientId) && filter == Topics.Committed(clientId);

    /// <summary>The unit of a matches topic; null for any other topic.</summary>
    public static string? UnitOfMatches(string topic) => UnitOf(topic, MatchesSuffix);

    private static string? UnitOf(string topic, string suffix)
    {
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal) || !topic.EndsWith(suffix, StringComparison.Ordinal)) return null;
        var length = topic.Length - Prefix.Length - suffix.Length;
        if (length <= 0) return null;
        var unit = topic.Substring(Prefix.Length, length);
        return Topics.IsValidUnitId(unit) ? unit : null;
    }
}
