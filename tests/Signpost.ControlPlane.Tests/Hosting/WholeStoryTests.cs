using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using MQTTnet;
using MQTTnet.Protocol;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Hosting;

/// <summary>From a photograph to a decision, through the real doors: API, gRPC, broker, model pack.</summary>
public sealed class WholeStoryTests(RunningPlane plane) : IClassFixture<RunningPlane>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Standing Standing = new() { Position = new GeoPoint { Latitude = 51.58, Longitude = -0.12 }, Cameras = { "simulated:0" } };

    [Fact]
    public async Task PhotographToDecision_ThroughAllDoors()
    {
        var (unit, certificate) = await plane.EnrolAsync();
        var units = plane.Channel(plane.Ports[1], certificate);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        using var watch = new DesiredState.DesiredStateClient(units).Watch(new WatchRequest { BootKey = boot.Certificate, Standing = Standing });
        var nothing = await NextAsync(watch);
        Assert.True(nothing.Order.IsEmpty);

        using var author = await plane.SignInAsync("author");
        using var officer = await plane.SignInAsync("officer");
        var (orderId, _, reference) = await AuthoriseAsync(author, officer, unit.Id);
        var desired = await NextAsync(watch);
        var now = TimeProvider.System.GetUtcNow();
        var roster = RosterVerifier.Verify(desired.Roster.Memory, plane.Force.RootPublicKey, now, 0).Value;
        var order = OrderVerifier.Verify(desired.Order.Memory, roster, now,
            new UnitStanding(unit.Id, System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(TestPack.Directory, "manifest.json"))), new Corner(Standing.Position.Latitude, Standing.Position.Longitude), [.. Standing.Cameras])).Value;
        var header = BundleVerifier.VerifyHeader(desired.BundleHeader.Memory, order, roster, now, 0).Value;
        using var key = boot.Open(desired.ContentKey, header.BundleId).Value;
        using var bundle = BundleReader.Read(new MemoryStream(await FetchAsync(units, header.BundleId)), header, key).Value;
        Assert.Equal(reference, bundle.ReferenceOf(0));

        var (mqtt, connected) = await plane.MqttAsync(certificate, unit.Id);
        Assert.Equal(MqttClientConnectResultCode.Success, connected);
        var committed = Committed(mqtt, atLeast: 2);
        await mqtt.SubscribeAsync(Topics.Committed(unit.Id), MqttQualityOfServiceLevel.AtLeastOnce);
        var outbox = new TestOutbox(unit, Order(order), order.Digest.ToArray(), header.BundleId, reference, now);
        var visit = Guid.CreateVersion7();
        foreach (var message in new[] { outbox.Message(1, visit), outbox.Message(2, visit, 2), outbox.Message(2, visit, 2) })
            await mqtt.PublishBinaryAsync(Topics.Matches(unit.Id), message.Payload.ToArray(), MqttQualityOfServiceLevel.AtLeastOnce);
        Assert.Equal(2UL, (await committed.WaitAsync(Patience)).Sequence);

        var health = await new Health.HealthClient(units).ReportAsync(new HealthReport { Frames = 7, State = (uint)UnitState.Recognising });
        Assert.Equal(2UL, health.Committed.Sequence);
        Assert.Equal(WireId.From(outbox.Epoch), health.Committed.OutboxEpoch);

        using var watcher = await plane.SignInAsync("operator");
        var alerts = (await watcher.GetFromJsonAsync<JsonArray>("alerts?afterId=0"))!.Where(x => x!["unitId"]!.GetValue<string>() == unit.Id).ToList();
        var alert = Assert.Single(alerts)!;
        Assert.Equal(2, alert["revision"]!.GetValue<int>());
        Assert.Equal("seeded-volunteer", alert["category"]!.GetValue<string>());
        var decided = await watcher.PostAsJsonAsync($"alerts/{alert["id"]}/decision", new { decision = "confirm", reason = "The same person" });
        Assert.Equal("confirm", (await decided.Content.ReadFromJsonAsync<JsonObject>())!["decision"]!["decision"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Conflict, (await watcher.PostAsJsonAsync($"alerts/{alert["id"]}/decision", new { decision = "reject", reason = "No" })).StatusCode);

        var shown = (await watcher.GetFromJsonAsync<JsonArray>("units"))!.Single(x => x!["id"]!.GetValue<string>() == unit.Id)!;
        Assert.Equal("recognising", shown["health"]!["state"]!.GetValue<string>());
        Assert.True(shown["connected"]!.GetValue<bool>());

        (await officer.PostAsJsonAsync($"orders/{orderId}/end", new { reason = "Over" })).EnsureSuccessStatusCode();
        Assert.True((await NextAsync(watch)).Order.IsEmpty);
        var gone = await Assert.ThrowsAsync<RpcException>(() => FetchAsync(units, header.BundleId));
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task OrderThatReplacesAnother_ReachesTheUnitInOneStep_AsWhatDiffersAndAsAFile()
    {
        var (unit, certificate) = await plane.EnrolAsync();
        var units = plane.Channel(plane.Ports[1], certificate);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        using var watch = new DesiredState.DesiredStateClient(units).Watch(new WatchRequest { BootKey = boot.Certificate, Standing = Standing });
        await NextAsync(watch);
        using var author = await plane.SignInAsync("author");
        using var officer = await plane.SignInAsync("officer");
        using var engineer = await plane.SignInAsync("engineer");
        var (first, list, reference) = await AuthoriseAsync(author, officer, unit.Id);
        var (held, order) = await VerifyAsync(unit, await NextAsync(watch));
        using var heldKey = boot.Open(order.ContentKey, held.BundleId).Value;
        var ciphertext = await FetchAsync(units, held.BundleId);

        // From any byte on, and not from beyond the end.
        Assert.Equal(ciphertext[100..], await FetchAsync(units, held.BundleId, 100));
        Assert.Empty(await FetchAsync(units, held.BundleId, ciphertext.Length));
        Assert.Equal(StatusCode.OutOfRange, (await Assert.ThrowsAsync<RpcException>(() => FetchAsync(units, held.BundleId, ciphertext.Length + 1))).StatusCode);

        // Never without an order in between.
        var second = await AuthoriseAsync(author, officer, unit.Id, list, replaces: first);
        var (next, desired) = await VerifyAsync(unit, await NextAsync(watch));
        Assert.Equal(second, next.Order.OrderId);
        using var key = boot.Open(desired.ContentKey, next.BundleId).Value;
        var delta = await GatherAsync(new Bundles.BundlesClient(units).FetchDelta(new FetchDeltaRequest { BundleId = WireId.From(next.BundleId), BaseBundleId = WireId.From(held.BundleId) }));
        using var made = new MemoryStream();
        Assert.Null(BundleDeltaReader.Apply(delta, new HeldBundle(held, heldKey), new MemoryStream(ciphertext), new HeldBundle(next, key), made));
        Assert.Equal(await FetchAsync(units, next.BundleId), made.ToArray());
        Assert.InRange(delta.Length, 1, made.Length / 5);
        made.Position = 0;
        using (var bundle = BundleReader.Read(made, next, key).Value) Assert.Equal(reference, bundle.ReferenceOf(0));

        // From another base there is no way, nor for another unit.
        var ask = new FetchDeltaRequest { BundleId = WireId.From(next.BundleId), BaseBundleId = WireId.From(Guid.NewGuid()) };
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => GatherAsync(new Bundles.BundlesClient(units).FetchDelta(ask)))).StatusCode);
        var (_, stranger) = await plane.EnrolAsync();
        ask.BaseBundleId = WireId.From(held.BundleId);
        var refused = await Assert.ThrowsAsync<RpcException>(() => GatherAsync(new Bundles.BundlesClient(plane.Channel(plane.Ports[1], stranger)).FetchDelta(ask)));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);

        // What somebody carries to a unit is what the unit would have fetched.
        using var carried = new MemoryStream(await engineer.GetByteArrayAsync($"orders/{second}/bundle"));
        using var copied = new MemoryStream();
        var file = BundleFile.Read(carried).Value;
        Assert.Null(file.CopyCiphertext(carried, copied));
        Assert.Equal(next.BundleId, file.BundleId);
        Assert.Equal(made.ToArray(), copied.ToArray());
        Assert.Equal(HttpStatusCode.Conflict, (await engineer.GetAsync($"orders/{first}/bundle")).StatusCode);
        using var watcher = await plane.SignInAsync("operator");
        Assert.Equal(HttpStatusCode.Forbidden, (await watcher.GetAsync($"orders/{second}/bundle")).StatusCode);
        (await officer.PostAsJsonAsync($"orders/{second}/end", new { reason = "Over" })).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task RevokedUnit_LosesItsStreamsAndItsSession()
    {
        var (unit, certificate) = await plane.EnrolAsync();
        var units = plane.Channel(plane.Ports[1], certificate);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        using var watch = new DesiredState.DesiredStateClient(units).Watch(new WatchRequest { BootKey = boot.Certificate });
        await NextAsync(watch);
        var (mqtt, _) = await plane.MqttAsync(certificate, unit.Id);
        var disconnected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        mqtt.DisconnectedAsync += _ =>
        {
            disconnected.TrySetResult();
            return Task.CompletedTask;
        };
        using var engineer = await plane.SignInAsync("engineer");
        (await engineer.PostAsJsonAsync($"units/{unit.Id}/revoke", new { reason = "Stolen" })).EnsureSuccessStatusCode();
        await disconnected.Task.WaitAsync(Patience);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch))).StatusCode);
        var denied = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(units).ReportAsync(new HealthReport()));
        Assert.Equal((StatusCode.PermissionDenied, "unit.revoked"), (denied.StatusCode, denied.Trailers.GetValue("signpost-code")));
        var told = await Assert.ThrowsAsync<RpcException>(
            async () => await new Contracts.V1.Enrolment.EnrolmentClient(plane.Channel(plane.Ports[2], certificate)).ConfirmAsync(new ConfirmRequest()));
        Assert.Equal("unit.revoked", told.Trailers.GetValue("signpost-code"));
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, (await plane.MqttAsync(certificate, unit.Id)).Result);
    }

    [Fact]
    public async Task RenewedUnit_UsesTheNewCertificateEverywhereAndTheOldOneNowhere()
    {
        var (unit, certificate) = await plane.EnrolAsync();
        using var key = P256.CreateKey();
        var nonce = ByteString.CopyFrom(new byte[TimeSigner.NonceLength]);
        var renewed = await new Contracts.V1.Enrolment.EnrolmentClient(plane.Channel(plane.Ports[2], certificate)).RenewAsync(unit.RenewRequest(key));
        using var issued = X509CertificateLoader.LoadCertificate(renewed.Certificate.Span);
        using var identity = issued.CopyWithPrivateKey(key);
        var confirmed = await new Contracts.V1.Enrolment.EnrolmentClient(plane.Channel(plane.Ports[2], identity)).ConfirmAsync(new ConfirmRequest { TimeNonce = nonce });
        Assert.True(TimeVerifier.Verify(confirmed.Time, plane.Authority, unit.Id, nonce.Span, DateTimeOffset.MinValue).IsAccepted);
        Assert.Equal(MqttClientConnectResultCode.Success, (await plane.MqttAsync(identity, unit.Id)).Result);
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, (await plane.MqttAsync(certificate, unit.Id)).Result);
        await new Health.HealthClient(plane.Channel(plane.Ports[1], identity)).ReportAsync(new HealthReport());
        var old = await Assert.ThrowsAsync<RpcException>(
            async () => await new Health.HealthClient(plane.Channel(plane.Ports[1], certificate)).ReportAsync(new HealthReport()));
        Assert.Equal("unit.superseded", old.Trailers.GetValue("signpost-code"));
        var stranger = await Assert.ThrowsAsync<RpcException>(
            async () => await new Contracts.V1.Enrolment.EnrolmentClient(plane.Channel(plane.Ports[2], null)).RenewAsync(unit.RenewRequest(key)));
        Assert.Equal("unit.unknown", stranger.Trailers.GetValue("signpost-code"));
    }

    [Fact]
    public async Task Broker_ClientThatIsNotItsCertificate_OrOversteps_IsRefused()
    {
        var (unit, certificate) = await plane.EnrolAsync();
        var (other, otherCertificate) = await plane.EnrolAsync();
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, (await plane.MqttAsync(certificate, other.Id)).Result);
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, (await plane.MqttAsync(certificate, "control-plane")).Result);
        var (listener, _) = await plane.MqttAsync(otherCertificate, other.Id);
        var heard = Committed(listener, atLeast: 1);
        await listener.SubscribeAsync(Topics.Committed(other.Id), MqttQualityOfServiceLevel.AtLeastOnce);
        var (client, _) = await plane.MqttAsync(
            certificate, unit.Id, x => x.WithWillTopic(Topics.Committed(other.Id)).WithWillPayload(new CommittedWatermark { Sequence = 666 }.ToByteArray()));
        foreach (var topic in new[] { Topics.Matches(other.Id), Topics.Committed(unit.Id), Topics.Committed(other.Id), "anything" })
        {
            var published = await client.PublishBinaryAsync(topic, [1], MqttQualityOfServiceLevel.AtLeastOnce);
            Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, published.ReasonCode);
        }

        var retained = await client.PublishBinaryAsync(Topics.Matches(unit.Id), [1], MqttQualityOfServiceLevel.AtLeastOnce, retain: true);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, retained.ReasonCode);
        foreach (var filter in new[] { "#", Topics.AllMatches, Topics.Matches(unit.Id), Topics.Committed(other.Id) })
        {
            var subscribed = await client.SubscribeAsync(filter);
            Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, subscribed.Items.Single().ResultCode);
        }

        // A will is published without its client: it must not say for others what is committed.
        await client.DisconnectAsync(new MqttClientDisconnectOptionsBuilder().WithReason(MqttClientDisconnectOptionsReason.DisconnectWithWillMessage).Build());
        var epoch = await RefusedMessageAsync(listener, other);
        Assert.Equal(WireId.From(epoch), (await heard.WaitAsync(Patience)).OutboxEpoch);
    }

    [Fact]
    public async Task Doors_OnlyForThoseTheyAreFor()
    {
        var (_, certificate) = await plane.EnrolAsync();
        using var strangersKey = P256.CreateKey();
        var elsewhere = Directory.CreateTempSubdirectory("signpost-stranger-");
        using var strangers = IssuingAuthority.CreateOrLoad(elsewhere.FullName, "stranger", TimeProvider.System);
        using var foreign = X509CertificateLoader.LoadCertificate(strangers.IssueUnitCertificate(UnitCertificateRequest.Create(strangersKey), "unit-abcd2345").Value);
        using var foreignIdentity = foreign.CopyWithPrivateKey(strangersKey);
        foreach (var channel in new[] { plane.Channel(plane.Ports[1], null), plane.Channel(plane.Ports[1], foreignIdentity) })
        {
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(channel).ReportAsync(new HealthReport()));
            // TLS 1.3 refuses after the client's side is done: the connection breaks before the request is on its way, or under it.
            Assert.Contains(failure.StatusCode, (StatusCode[])[StatusCode.Unavailable, StatusCode.Internal]);
        }

        // The services of one door are not behind another.
        var unimplemented = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(plane.Channel(plane.Ports[2], null)).ReportAsync(new HealthReport()));
        Assert.Equal(StatusCode.Unimplemented, unimplemented.StatusCode);
        var enrolElsewhere = await Assert.ThrowsAsync<RpcException>(
            async () => await new Contracts.V1.Enrolment.EnrolmentClient(plane.Channel(plane.Ports[1], certificate)).EnrolAsync(new EnrolRequest()));
        Assert.Equal(StatusCode.Unimplemented, enrolElsewhere.StatusCode);
        var token = await Assert.ThrowsAsync<RpcException>(
            async () => await new Contracts.V1.Enrolment.EnrolmentClient(plane.Channel(plane.Ports[2], null)).EnrolAsync(new EnrolRequest { ClaimToken = "guess" }));
        Assert.Equal(StatusCode.Unauthenticated, token.StatusCode);
        elsewhere.Delete(recursive: true);
    }

    [Fact]
    public async Task Console_UnderAForeignName_IsNotServed()
    {
        using var http = new HttpClient { BaseAddress = plane.Console };
        using var request = new HttpRequestMessage(HttpMethod.Get, "sign-in");
        request.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public void Database_OfAnyStart_HasAWriteAheadLog()
    {
        // Bytes 18 and 19 of the file: 2 is WAL (SQLite's database file format, 1.3.3).
        using var file = new FileStream(Directory.EnumerateFiles(plane.DataDirectory, "signpost.db", SearchOption.AllDirectories).Single(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[20];
        file.ReadExactly(head);
        Assert.Equal([2, 2], head[18..]);
    }

    [Fact]
    public void DataDirectory_WhatIsSecret_IsTheOwnersAlone()
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        var secrets = Directory.EnumerateFiles(plane.DataDirectory, "*", SearchOption.AllDirectories)
            .Where(x => x.EndsWith(".key", StringComparison.Ordinal) || Path.GetFileName(x).StartsWith("signpost.db", StringComparison.Ordinal))
            .ToList();
        Assert.True(secrets.Count >= 6);
        Assert.All(secrets, x => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(x) & others));
    }

    private async Task<(Guid Order, Guid List, string Reference)> AuthoriseAsync(HttpClient author, HttpClient officer, string unitId)
    {
        var list = await PostAsync(author, "watchlists", new { name = "Volunteers" });
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Volunteer One"), "displayName" },
            { new StringContent("seeded-volunteer"), "category" },
            { new StringContent("Takes part in a field test"), "reason" },
            { new StringContent("Consent form"), "imageSource" },
            { new StringContent("2026-01-31"), "imageDate" },
            { new StringContent("consent-of-volunteer"), "legalBasis" },
            { new StringContent(TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture)), "expiresAt" },
        };
        var photo = new ByteArrayContent(await File.ReadAllBytesAsync(Directory.EnumerateFiles(TestPack.Footage, "franck_*.jpg").Order(StringComparer.Ordinal).First()));
        photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(photo, "photo", "photo.jpg");
        var added = await author.PostAsync($"watchlists/{list["id"]}/entries", form);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        var entry = (await added.Content.ReadFromJsonAsync<JsonObject>())!;
        var listId = list["id"]!.GetValue<Guid>();
        return (await AuthoriseAsync(author, officer, unitId, listId, replaces: null), listId, entry["reference"]!.GetValue<string>());
    }

    private async Task<Guid> AuthoriseAsync(HttpClient author, HttpClient officer, string unitId, Guid watchlistId, Guid? replaces)
    {
        var now = TimeProvider.System.GetUtcNow();
        var order = await PostAsync(author, "orders", new
        {
            watchlistId,
            replacesId = replaces,
            purpose = "protect-named-event",
            legalGround = "consent-of-volunteer",
            placeName = "Market square",
            place = new[] { new { latitude = 51.5, longitude = -0.1 }, new { latitude = 51.6, longitude = -0.1 }, new { latitude = 51.6, longitude = -0.2 } },
            notBefore = now.AddMinutes(-1),
            notAfter = now.AddHours(4),
            categories = new[] { "seeded-volunteer" },
            threshold = 0.45,
            noDecisionFrom = 0.4,
            falseAlertCeiling = "one-in-six-thousand",
            unitIds = new[] { unitId },
            evidenceReference = "case-1",
            evidenceFrom = now.AddDays(-30),
            evidenceTo = now.AddDays(-1),
            consultationReference = "consultation-1",
            assessmentReference = "assessment-1",
            signs = new[] { new { id = "sign-1", latitude = 51.55, longitude = -0.12 } },
            alertRetentionHours = 24,
        });
        var id = order["id"]!.GetValue<Guid>();
        foreach (var (http, officerId, key) in new[] { (author, TestForce.AuthorId, plane.Force.AuthorKey), (officer, TestForce.AuthoriserId, plane.Force.AuthoriserKey) })
        {
            var response = TestForce.Sign(await http.GetStringAsync($"orders/{id}/signing-request"), officerId, key);
            (await http.PostAsync($"orders/{id}/signatures", new StringContent(response, System.Text.Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();
        }

        return id;
    }

    private static async Task<JsonObject> PostAsync(HttpClient http, string path, object body)
    {
        var reply = await http.PostAsJsonAsync(path, body);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return (await reply.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<Desired> NextAsync(AsyncServerStreamingCall<Desired> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        return watch.ResponseStream.Current;
    }

    private async Task<(VerifiedBundleHeader Header, Desired Desired)> VerifyAsync(TestUnit unit, Desired desired)
    {
        var now = TimeProvider.System.GetUtcNow();
        var roster = RosterVerifier.Verify(desired.Roster.Memory, plane.Force.RootPublicKey, now, 0).Value;
        var pack = System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(TestPack.Directory, "manifest.json")));
        var standing = new UnitStanding(unit.Id, pack, new Corner(Standing.Position.Latitude, Standing.Position.Longitude), [.. Standing.Cameras]);
        var order = OrderVerifier.Verify(desired.Order.Memory, roster, now, standing).Value;
        return (BundleVerifier.VerifyHeader(desired.BundleHeader.Memory, order, roster, now, 0).Value, desired);
    }

    private static Task<byte[]> FetchAsync(ChannelBase channel, Guid bundleId, int offset = 0) =>
        GatherAsync(new Bundles.BundlesClient(channel).Fetch(new FetchRequest { BundleId = WireId.From(bundleId), Offset = (ulong)offset }), offset);

    private static async Task<byte[]> GatherAsync(AsyncServerStreamingCall<BundleChunk> fetch, int offset = 0)
    {
        using var call = fetch;
        using var bytes = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal((ulong)(offset + bytes.Length), chunk.Offset);
            chunk.Data.WriteTo(bytes);
        }

        return bytes.ToArray();
    }

    /// <summary>Completes with the first watermark heard at <paramref name="atLeast"/> or above.</summary>
    private static Task<CommittedWatermark> Committed(IMqttClient client, ulong atLeast)
    {
        var heard = new TaskCompletionSource<CommittedWatermark>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += e =>
        {
            var watermark = CommittedWatermark.Parser.ParseFrom(e.ApplicationMessage.Payload);
            if (watermark.Sequence >= atLeast) heard.TrySetResult(watermark);
            return Task.CompletedTask;
        };
        return heard.Task;
    }

    /// <summary>Sends a message that is refused with a reason, which moves the watermark all the same.</summary>
    private static async Task<Guid> RefusedMessageAsync(IMqttClient client, TestUnit unit)
    {
        var epoch = Guid.NewGuid();
        using var key = DeploymentKey.Create();
        var match = new MatchMessage
        {
            FormatVersion = 1,
            UnitId = unit.Id,
            OutboxEpoch = WireId.From(epoch),
            Sequence = 1,
            OrderId = WireId.From(Guid.NewGuid()),
            EncapsulatedKey = ByteString.CopyFrom(key.PublicKey.Span),
            Ciphertext = ByteString.CopyFrom(new byte[64]),
        };
        await client.PublishBinaryAsync(Topics.Matches(unit.Id), match.ToByteArray(), MqttQualityOfServiceLevel.AtLeastOnce);
        return epoch;
    }

    private static DeploymentOrder Order(VerifiedOrder order) => new()
    {
        OrderId = WireId.From(order.OrderId),
        PackDigest = ByteString.CopyFrom(order.PackDigest.Span),
        Threshold = order.Threshold,
        DeploymentPublicKey = ByteString.CopyFrom(order.DeploymentPublicKey.Span),
    };
}
