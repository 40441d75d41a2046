using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

/// <summary>
/// Every reader of outside bytes in Trust. 'Signed' ones get whole messages, whose signatures spoilt bytes break; the others get payloads that are signed or sealed afterwards, as by
/// somebody who holds the keys, so that the inside is reached.
/// </summary>
internal static class Targets
{
    private const string Accepted = "accepted";
    private static readonly VerifiedRoster Officers = VerifiedRoster();

    // Derived once: a million executions should not spend their time on keys.
    private static readonly ECDsa RootKey = TestKeys.Signing("root"), AuthorKey = TestKeys.Signing(Author), AuthoriserKey = TestKeys.Signing(Authoriser), UnitKey = TestKeys.Signing(UnitId), PasskeyKey = TestKeys.Signing(PasskeyAuthoriser);
    private static readonly CoseSignature Touched = new TestPasskey(PasskeyAuthoriser).Sign((ContentTypes.Order, [1]), (ContentTypes.BundleHeader, [2])).First;
    private static readonly DeploymentKey Deployment = TestKeys.Deployment("deployment");
    private static readonly ContentKey Content = ContentKey.From(SHA256.HashData("content key"u8).AsSpan(0, 16));
    private static readonly VerifiedOrder Authorised = VerifiedOrder();
    private static readonly HeldBundle
        Held = new(VerifyHeader(TestDelta.Base.Header).Value, ContentKey.From(TestDelta.Base.Key)), Next = new(VerifyHeader(TestDelta.Next.Header).Value, ContentKey.From(TestDelta.Next.Key));

    public static readonly IReadOnlyDictionary<string, (Func<IEnumerable<byte[]>> Corpus, Func<byte[], string> Read)> All = new Dictionary<string, (Func<IEnumerable<byte[]>>, Func<byte[], string>)>
    {
        ["roster, signed"] = Signed(v => v.Roster, bytes => Say(RosterVerifier.Verify(bytes, RootPublicKey, Now, 0))),
        ["order, signed"] = Signed(v => v.Order, bytes => Say(OrderVerifier.Verify(bytes, Officers, Now, Standing()))),
        ["bundle header, signed"] = Signed(v => v.BundleHeader, bytes => Say(BundleVerifier.VerifyHeader(bytes, Authorised, Officers, Now, 0))),
        ["match message, sealed"] = Signed(v => v.MatchMessage, OpenMatch),
        ["roster"] = (() => Payloads(v => v.Roster, ContentTypes.Roster), payload => Say(RosterVerifier.Verify(SignAsRoot(payload), RootPublicKey, Now, 0))),
        ["order"] = (() => Payloads(v => v.Order, ContentTypes.Order), payload => Say(OrderVerifier.Verify(SignAsTwo(ContentTypes.Order, payload), Officers, Now, Standing()))),
        ["order, read only"] = (() => Vectors(v => v.Order), bytes => Say(OrderReading.Read(bytes))),
        ["bundle header"] = (() => Payloads(v => v.BundleHeader, ContentTypes.BundleHeader),
            payload => Say(BundleVerifier.VerifyHeader(SignAsTwo(ContentTypes.BundleHeader, payload), Authorised, Officers, Now, 0))),
        ["bundle content"] = (() => [Entry()], ReadContent),
        ["bundle delta, sealed"] = Signed(v => v.Delta, ApplyDelta),
        ["bundle delta"] = (() => [Steps()], FollowSteps),
        ["bundle's file"] = (() => Vectors(v => v.BundleFile), bytes => Say(BundleFileTests.Read(bytes).File)),
        ["match event"] = (() => [AddressedMatch().ToByteArray()], ReadEvent),
        ["deletion receipt, signed"] = (() => Vectors(v => v.Receipt), ReadReceipt),
        ["deletion receipt"] = (() => [StatementVectors.WireReceipt().ToByteArray()],
            payload => Say(DeletionReceipts.Verify(CoseSign1.Sign(ContentTypes.DeletionReceipt, UnitId, payload, UnitKey), UnitId, UnitPublicKey))),
        ["statement of the time"] = (() => Vectors(v => v.TimeStatement), ReadStatement),
        ["time"] = (() => [StatementVectors.WireTime().ToByteArray()],
            payload => Say(TimeVerifier.Verify(StatementVectors.State(payload), StatementVectors.TimeAuthority, UnitId, StatementVectors.Nonce, Now))),
        ["passkey's client data"] = (() => [Touched.Passkey!.ClientDataJson.ToArray()], ReadClientData),
        ["certificate file"] = (() => [PackCertificateFile.Write(Certificate())], bytes => Say(PackCertificateFile.Read(bytes))),
        ["signing request"] = (() => [Request().ToJson()], bytes => Say(SigningRequest.Read(bytes))),
        ["signing response"] = (() => [Response().ToJson(), new SigningResponse(1, OrderId, Author, Assertion: new TestPasskey(PasskeyAuthoriser).Answer(new byte[32])).ToJson()], bytes => Say(SigningResponse.Read(bytes))),
        ["officer's key"] = (() => [new OfficerKeyFile(1, Author, TestKeys.PublicKey(Author), TestPasskey.RelyingParty, TestPasskey.Origin).ToJson()], bytes => Say(OfficerKeyFile.Read(bytes))),
        ["DER signature"] = (() => [new TestPasskey(PasskeyAuthoriser).Answer(new byte[32]).Signature.ToArray()], bytes => P256.TryReadDerSignature(bytes) is null ? "no" : "yes"),
        ["unit's request"] = (() => [CertificateRequest()], bytes => Say(UnitCertificateRequest.ReadKey(bytes))),
    };

    private static IEnumerable<byte[]> Vectors(Func<TrustVector, byte[]?> field) => VectorCatalogue.All.Values.Select(field).OfType<byte[]>().DistinctBy(Convert.ToHexString);

    private static IEnumerable<byte[]> Payloads(Func<TrustVector, byte[]?> field, string contentType) => Vectors(field)
        .Select(message => contentType == ContentTypes.Roster ? CoseSign1.Read(message, contentType) : CoseSign.Read(message, contentType))
        .Where(read => read.IsAccepted).Select(read => read.Value.Payload.ToArray());

    // Nothing is ever taken that differs from what somebody signed.
    private static (Func<IEnumerable<byte[]>> Corpus, Func<byte[], string> Read) Signed(Func<TrustVector, byte[]?> field, Func<byte[], string> read)
    {
        var honest = new Lazy<HashSet<string>>(() => [.. Vectors(field).Where(bytes => read(bytes) == Accepted).Select(Convert.ToHexString)]);
        return (() => Vectors(field), bytes =>
        {
            var answer = read(bytes);
            return answer != Accepted || honest.Value.Contains(Convert.ToHexString(bytes)) ? answer : throw new InvalidOperationException("a mutation was accepted");
        }
        );
    }

    private static string Say<T>(Result<T> result)
        where T : class => result.Refusal?.ToString() ?? Accepted;

    private static byte[] SignAsRoot(byte[] payload) => CoseSign1.Sign(ContentTypes.Roster, RosterSigner.RootKeyId, payload, RootKey);

    private static byte[] SignAsTwo(string contentType, byte[] payload) => CoseSign.Assemble(
        contentType, payload,
        [
            new CoseSignature(Author, P256.Sign(AuthorKey, CoseSign.ToBeSigned(contentType, Author, payload))),
            new CoseSignature(Authoriser, P256.Sign(AuthoriserKey, CoseSign.ToBeSigned(contentType, Authoriser, payload))),
        ]);

    private static string OpenMatch(byte[] bytes)
    {
        if (!MatchEnvelope.Read(bytes).TryGet(out var envelope, out var refusal)) return refusal.ToString();
        return Say(MatchOpener.Open(envelope, Deployment, UnitPublicKey));
    }

    private static MatchEvent AddressedMatch()
    {
        var (match, address) = (Match(), Address());
        match.FormatVersion = 1;
        match.UnitId = address.UnitId;
        match.OutboxEpoch = Contracts.WireId.From(address.OutboxEpoch);
        match.Sequence = address.Sequence;
        return match;
    }

    private static string ReadEvent(byte[] bytes)
    {
        var (address, signed) = (Address(), CoseSign1.Sign(ContentTypes.MatchEvent, UnitId, bytes, UnitKey));
        var message = Trust.Hpke.Seal(Deployment.PublicKey.Span, MatchSealer.Info, address.AdditionalData(), signed);
        var outside = new MatchMessage
        {
            FormatVersion = 1,
            UnitId = address.UnitId,
            OutboxEpoch = Contracts.WireId.From(address.OutboxEpoch),
            Sequence = address.Sequence,
            OrderId = Contracts.WireId.From(address.OrderId),
            EncapsulatedKey = ByteString.CopyFrom(message.EncapsulatedKey),
            Ciphertext = ByteString.CopyFrom(message.Ciphertext),
        };
        return MatchEnvelope.Read(outside.ToByteArray()).TryGet(out var envelope, out var refusal) ? Say(MatchOpener.Open(envelope, Deployment, UnitPublicKey)) : refusal.ToString();
    }

    private static byte[] Entry()
    {
        var content = new BundleContent();
        foreach (var entry in Entries())
        {
            var template = entry.Template.ToArray().SelectMany(value => BitConverter.GetBytes((Half)value)).ToArray();
            content.Entries.Add(new BundleEntry { Reference = entry.Reference, Category = entry.Category, Template = ByteString.CopyFrom(template) });
        }

        return content.ToByteArray();
    }

    // The header as its signature would have been found good.
    private static string ReadContent(byte[] bytes)
    {
        using var ciphertext = new MemoryStream();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ChunkStream.Encrypt(Content.Bytes, bytes, ciphertext, digest);
        var header = new BundleHeader
        {
            FormatVersion = 1,
            BundleId = Contracts.WireId.From(BundleId),
            OrderDigest = ByteString.CopyFrom(Authorised.Digest.Span),
            WatchlistId = "list-1",
            WatchlistVersion = 3,
            Entries = 3,
            TemplateLength = TemplateLength,
            PackDigest = ByteString.CopyFrom(PackDigest),
            NotAfter = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Now.AddHours(8)),
            ChunkLength = ChunkStream.ChunkLength,
            CiphertextLength = (ulong)ciphertext.Length,
            CiphertextDigest = ByteString.CopyFrom(digest.GetHashAndReset()),
            ContentKeyCommitment = ByteString.CopyFrom(Content.Commitment()),
        };
        if (BundleRules.Check(header) is [var broken, ..]) return broken;
        ciphertext.Position = 0;
        if (!BundleReader.Read(ciphertext, new VerifiedBundleHeader(header, Authorised), Content).TryGet(out var bundle, out var refusal)) return refusal.ToString();
        bundle.Dispose();
        return Accepted;
    }

    private static string ApplyDelta(byte[] delta) =>
        BundleDeltaReader.Apply(delta, Held, new MemoryStream(TestDelta.Base.Ciphertext), Next, Stream.Null)?.ToString() ?? Accepted;

    private static byte[] Steps() => new BundleDelta
    {
        Steps = { new DeltaStep { Kept = 1 }, new DeltaStep { Removed = 1 }, new DeltaStep { Kept = 1 }, new DeltaStep { Added = TestDelta.Wire(new("ref-4", Category.WantedOnWarrant, Axis(3))) } },
    }.ToByteArray();

    // As by somebody who has the content key, and without the cost of sealing.
    private static string FollowSteps(byte[] steps)
    {
        var before = Entry();
        var after = new byte[before.Length];
        return BundleDeltaReader.TryFollow(steps, before, after) ? Accepted : after.AsSpan().ContainsAnyExcept((byte)0) ? "begun" : "no";
    }

    // A vector with a byte too many is well signed without it: what is taken is held against what was signed.
    private static string ReadReceipt(byte[] bytes)
    {
        if (!DeletionReceipts.Verify(bytes, UnitId, UnitPublicKey).TryGet(out var receipt, out var refusal)) return refusal.ToString();
        return (receipt.OrderId, receipt.BundleId, receipt.PurgedAt) == (OrderId, BundleId, Now) && receipt.Reason is DeletionReason.OrderEnded or DeletionReason.PowerLost
            ? Accepted
            : throw new InvalidOperationException("another receipt was accepted");
    }

    // The certificate that comes with it is signed as well, but what it says can be written in more than one way: what is taken is held against the honest time.
    private static string ReadStatement(byte[] bytes)
    {
        TimeStatement statement;
        try
        {
            statement = TimeStatement.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return "no message";
        }

        if (!TimeVerifier.Verify(statement, StatementVectors.TimeAuthority, UnitId, StatementVectors.Nonce, Now).TryGet(out var time, out var refusal)) return refusal.ToString();
        return time.Time == Now ? Accepted : throw new InvalidOperationException("another time was accepted");
    }

    private static string ReadClientData(byte[] client)
    {
        var evidence = Touched.Passkey! with { ClientDataJson = client };
        byte[] signed = [.. evidence.AuthenticatorData.Span, .. SHA256.HashData(client)];
        return evidence.IsBy(PasskeyKey, new VerifiedPasskey(TestPasskey.RelyingParty, TestPasskey.Origin), CoseSign.ToBeSigned(ContentTypes.Order, PasskeyAuthoriser, [1], SignerAlgorithm.Es256Passkey), P256.Sign(PasskeyKey, signed)) ? "yes" : "no";
    }

    private static SigningRequest Request()
    {
        var order = Order().ToByteArray();
        using var written = BundleWriter.Write(Facts(order), Entries(), Stream.Null);
        return SigningRequest.Create(order, written.Header).Value;
    }

    private static SigningResponse Response()
    {
        using var key = TestKeys.Signing(Author);
        return OfficerSignature.Create(Request(), Author, key).Value;
    }

    private static byte[] CertificateRequest()
    {
        using var key = TestKeys.Signing(UnitId);
        return UnitCertificateRequest.Create(key);
    }
}
