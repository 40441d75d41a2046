using Signpost.Cli.Api;

namespace Signpost.Cli.Demonstration;

/// <summary>
/// Puts the units under an authorised order over a watchlist, the way staff would: the author enrols and drafts, the author signs, then
/// another person authorises. What an earlier run arranged is used again while it holds.
/// </summary>
/// <param name="scores">What the pack's measurements advise and allow.</param>
internal sealed class Deployment(Staff staff, Force force, DemonstrationScores scores, DataFolder data, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <returns>What is in force now.</returns>
    /// <exception cref="SetUpException">Not one photograph passed the quality gate, or more did than the certificate allows.</exception>
    public async Task<DeploymentState> EnsureAsync(IReadOnlyList<Photograph> photographs, IReadOnlyList<string> unitIds, CancellationToken stopping)
    {
        var cameras = await CamerasAsync(unitIds, stopping);
        var now = time.GetUtcNow();
        var fingerprint = Photographs.Fingerprint(photographs, scores.Certificate);
        var earlier = DeploymentState.Load(data);
        if (earlier is not null && StillHolds(earlier, fingerprint, unitIds, cameras, now) && await IsAuthorisedAsync(earlier.OrderId, stopping)) return earlier;
        if (earlier is not null) await EndAsync(earlier.OrderId, stopping);

        var (watchlistId, expiresAt, persons) = earlier is not null && earlier.Fingerprint == fingerprint && earlier.WatchlistExpiresAt > now + DemonstrationOrder.Window
            ? (earlier.WatchlistId, earlier.WatchlistExpiresAt, earlier.Persons)
            : await CreateWatchlistAsync(photographs, now, stopping);
        var threshold = scores.ThresholdFor(persons.Count);
        if (threshold > scores.Advised) say($"threshold raised to {threshold:0.00}: below it the pack's certificate does not allow {persons.Count} photographs");
        var order = DemonstrationOrder.Order(watchlistId, threshold, unitIds, now);
        var author = await staff.AsAsync(SignIns.Author, stopping);
        await AcknowledgeAsync(author, watchlistId, stopping);
        var orderId = (await author.DraftOrderAsync(order, stopping)).Id;
        await SignAsync(orderId, SignIns.Author, force.AuthorKeyFile, Force.Author, stopping);
        await SignAsync(orderId, SignIns.AuthorisingOfficer, force.AuthorisingOfficerKeyFile, Force.AuthorisingOfficer, stopping);
        say($"order authorised by two officers until {order.NotAfter:yyyy-MM-dd HH:mm} UTC, threshold {order.Threshold:0.00}");

        var state = new DeploymentState(fingerprint, watchlistId, expiresAt, persons, orderId, order.NotAfter, order.Threshold, unitIds, cameras);
        state.Save(data);
        return state;
    }

    private static bool StillHolds(DeploymentState earlier, string fingerprint, IReadOnlyList<string> unitIds, IReadOnlyList<string> cameras, DateTimeOffset now) =>
        earlier.Fingerprint == fingerprint
        && earlier.OrderNotAfter > now + DemonstrationOrder.LeastLeft
        && earlier.UnitIds.ToHashSet().SetEquals(unitIds)
        && (earlier.Cameras ?? []).SequenceEqual(cameras);

    // An order names what its units look through; a unit says so as soon as it has looked.
    private async Task<IReadOnlyList<string>> CamerasAsync(IReadOnlyList<string> unitIds, CancellationToken stopping)
    {
        var engineer = await staff.AsAsync(SignIns.FieldEngineer, stopping);
        for (var since = time.GetTimestamp(); ; await Task.Delay(Pause, time, stopping))
        {
            var units = (await engineer.UnitsAsync(stopping)).Where(unit => unitIds.Contains(unit.Id) && unit.Connected && unit.Cameras is { Count: > 0 }).ToList();
            if (units.Count == unitIds.Count) return [.. units.SelectMany(unit => unit.Cameras!.Select(camera => $"{unit.Id} {camera}")).Order(StringComparer.Ordinal)];
            if (time.GetElapsedTime(since) > Patience)
                throw new SetUpException($"A unit has not said what camera it looks through, and no order can name it; why not is in its log: {data.Log("unit-1")}");
        }
    }

    private async Task<bool> IsAuthorisedAsync(Guid orderId, CancellationToken stopping) =>
        (await OrdersAsync(stopping)).Any(order => order.Id == orderId && order.State == OrderStates.Authorised);

    private async Task EndAsync(Guid orderId, CancellationToken stopping)
    {
        var stands = (await OrdersAsync(stopping)).Any(order => order.Id == orderId && order.State is OrderStates.Authorised or OrderStates.Drafted);
        if (stands) await (await staff.AsAsync(SignIns.Author, stopping)).EndOrderAsync(orderId, "Replaced by the next run's order.", stopping);
    }

    private async Task<List<OrderReply>> OrdersAsync(CancellationToken stopping) => await (await staff.AsAsync(SignIns.Author, stopping)).OrdersAsync(stopping);

    private async Task<(Guid Id, DateTimeOffset ExpiresAt, IReadOnlyDictionary<Guid, string> Persons)> CreateWatchlistAsync(
        IReadOnlyList<Photograph> photographs,
        DateTimeOffset now,
        CancellationToken stopping)
    {
        var author = await staff.AsAsync(SignIns.Author, stopping);
        var watchlist = await author.CreateWatchlistAsync($"Demonstration {now:yyyy-MM-dd HH:mm}", stopping);
        var persons = new Dictionary<Guid, string>();
        foreach (var photograph in photographs)
        {
            try
            {
                var entry = await author.AddEntryAsync(watchlist.Id, DemonstrationOrder.Entry(photograph.Person, now), photograph.File, stopping);
                persons.Add(entry.Id, photograph.Person);
            }
            catch (ApiException refused) when (IsAboutThePhotograph(refused))
            {
                say($"photograph refused: {photograph.Person}/{Path.GetFileName(photograph.File)}: {refused.Detail}");
            }
        }
        if (persons.Count == 0) throw new SetUpException("Not one photograph of the watchlist was accepted; the reasons are above. Use frontal, sharp pictures with one face of at least 80 pixels.");
        say($"watchlist: {persons.Values.Distinct().Count()} people, {persons.Count} of {photographs.Count} photographs accepted");
        return (watchlist.Id, now + DemonstrationOrder.EntryLife, persons);
    }

    // Several photographs of a volunteer look like one person, and the recording's are small: the demonstration's author knows.
    private async Task AcknowledgeAsync(StaffApi author, Guid watchlistId, CancellationToken stopping)
    {
        var warnings = (await author.LintAsync(watchlistId, stopping)).Findings.Where(finding => finding is { Severity: "warning", Acknowledged: false }).ToList();
        if (warnings.Count == 0) return;
        await author.AcknowledgeAsync(watchlistId, [.. warnings.Select(finding => finding.Id)], stopping);
        say($"watchlist checked: {string.Join(", ", warnings.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Count()} × {kind.Key}"))}, acknowledged by the author");
    }

    private static bool IsAboutThePhotograph(ApiException refused) => refused.Code.StartsWith("photo.", StringComparison.Ordinal);

    private async Task SignAsync(Guid orderId, string role, string keyFile, string officerId, CancellationToken stopping)
    {
        var api = await staff.AsAsync(role, stopping);
        var request = await api.SigningRequestAsync(orderId, stopping);
        await api.SubmitSignatureAsync(orderId, OfficerSigning.Sign(request, keyFile, officerId), stopping);
    }
}
