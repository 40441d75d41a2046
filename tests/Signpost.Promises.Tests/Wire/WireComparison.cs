namespace Signpost.Promises.Tests.Wire;

/// <summary>Whether an eavesdropper can tell two stretches of time apart.</summary>
internal static class WireComparison
{
    /// <summary>A PINGREQ of two bytes (MQTT 5.0, 3.12), the content type's byte and the 16 of the authentication tag (RFC 8446, 5.2).</summary>
    public const int MqttPing = 2 + 1 + 16;

    /// <summary>The clocks of two runs do not begin at the same point of a report's interval.</summary>
    private const int OneMore = 1;

    /// <summary>Every difference, in words: services, connections opened, lengths and numbers of records upward.</summary>
    public static IReadOnlyList<string> Differences(WireProfile quiet, WireProfile busy)
    {
        var differences = new List<string>();
        foreach (var service in quiet.Services.Keys.Union(busy.Services.Keys).Order(StringComparer.Ordinal))
        {
            if (!quiet.Services.TryGetValue(service, out var one) || !busy.Services.TryGetValue(service, out var other))
            {
                differences.Add($"{service}: spoken to in one run only");
                continue;
            }

            if (one.Opened != other.Opened) differences.Add($"{service}: {one.Opened} and {other.Opened} connections opened");
            foreach (var length in one.Up.Keys.Union(other.Up.Keys).Order())
            {
                var (in1, in2) = (one.Up.GetValueOrDefault(length), other.Up.GetValueOrDefault(length));
                if (in1 == 0 || in2 == 0 || Math.Abs(in1 - in2) > OneMore) differences.Add($"{service}: {in1} and {in2} records of {length} bytes");
            }
        }

        return differences;
    }

    /// <summary>What a stretch holds that nobody who does not match may cause: more or fewer reports than their interval allows, anything on MQTT but pings, a connection.</summary>
    public static IReadOnlyList<string> Faults(WireProfile seen, TimeSpan health)
    {
        var faults = new List<string>();
        var due = seen.Length / health;
        var reports = seen.Services.GetValueOrDefault("units")?.Up.Values.DefaultIfEmpty(0).Max() ?? 0;
        if (Math.Abs(reports - due) > OneMore) faults.Add($"units: {reports} reports, {due:0.#} were due");
        foreach (var (service, profile) in seen.Services)
        {
            if (profile.Opened > 0) faults.Add($"{service}: {profile.Opened} connections opened");
            if (service == "enrolment") faults.Add($"enrolment: {profile.Records} records");
        }

        if (seen.Services.GetValueOrDefault("broker") is { } broker)
            faults.AddRange(broker.Up.Where(record => record.Key != MqttPing).Select(record => $"broker: {record.Value} records of {record.Key} bytes"));
        return faults;
    }
}
