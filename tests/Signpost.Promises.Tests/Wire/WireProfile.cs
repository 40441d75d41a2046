namespace Signpost.Promises.Tests.Wire;

/// <summary>What an eavesdropper knows of a stretch of time: for every service, how many connections were opened, and how many records of which length went up.</summary>
/// <param name="Length">Of the stretch.</param>
/// <param name="Services">By name.</param>
internal sealed record WireProfile(TimeSpan Length, IReadOnlyDictionary<string, ServiceProfile> Services)
{
    /// <summary>Looks at a stretch.</summary>
    public static WireProfile Of(IReadOnlyList<Conversation> conversations, TimeSpan from, TimeSpan until)
    {
        var services = conversations.GroupBy(conversation => conversation.Service).Select(group =>
        {
            var up = group.SelectMany(conversation => conversation.Records).Where(record => record.Up && record.At >= from && record.At < until).ToList();
            var opened = group.Count(conversation => conversation.OpenedAt >= from && conversation.OpenedAt < until);
            return (group.Key, Profile: new ServiceProfile(opened, up.GroupBy(record => record.Length).ToDictionary(same => same.Key, same => same.Count())));
        });
        return new WireProfile(until - from, services.Where(service => service.Profile.Records > 0 || service.Profile.Opened > 0).ToDictionary(service => service.Key, service => service.Profile));
    }

    public override string ToString() => $"{Length.TotalSeconds:0} s: " + string.Join("; ", Services.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service => $"{service.Key} {service.Value}"));
}

/// <param name="Opened">Connections opened.</param>
/// <param name="Up">Records by their length in bytes.</param>
internal sealed record ServiceProfile(int Opened, IReadOnlyDictionary<int, int> Up)
{
    public int Records => Up.Values.Sum();

    public long Bytes => Up.Sum(pair => (long)pair.Key * pair.Value);

    public override string ToString() => $"{Opened} opened, up {string.Join(", ", Up.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value}×{pair.Key}"))}";
}
