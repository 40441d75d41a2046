using Google.Protobuf;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

internal static class MatchVectors
{
    public static IEnumerable<(string Name, TrustVector Vector)> All()
    {
        yield return Case("accepted", "a match event of unit-1", "Accepted", Sealed());
        yield return Case("other-sequence", "the sequence outside was changed on the way", "WrongKey", Outside(m => m.Sequence++));
        yield return Case("other-unit-outside", "the unit outside was changed on the way", "WrongKey", Outside(m => m.UnitId = "unit-2"));
        yield return Case("other-epoch", "the epoch outside was changed on the way", "WrongKey", Outside(m => m.OutboxEpoch = WireId.From(EventId)));
        yield return Case("other-order", "the order outside was changed on the way", "WrongKey", Outside(m => m.OrderId = WireId.From(EventId)));
        yield return Case("ciphertext-altered", "one bit of the ciphertext", "WrongKey", Outside(m => m.Ciphertext = Flip(m.Ciphertext)));
        yield return Case("encapsulated-key-off-the-curve", "one bit of the encapsulated key", "WrongKey", Outside(m => m.EncapsulatedKey = Flip(m.EncapsulatedKey)));
        yield return Case("other-deployment-key", "sealed to another deployment", "WrongKey", Sealed(deployment: "another deployment"));
        yield return Case("other-signing-key", "signed by a key that unit-1 never enrolled", "BadSignature", Sealed(signer: "unit-2"));
        yield return Case("signed-as-another-unit", "unit-2's event in unit-1's message", "WrongUnit", Inside(e => e, keyId: "unit-2"));
        yield return Case("inner-sequence-differs", "the signed sequence is not that of the message", "WrongUnit", Inside(e => { e.Sequence = 7; return e; }));
        yield return Case("inner-unknown-version", "an event of format version 2", "UnknownVersion", Inside(e => { e.FormatVersion = 2; return e; }));
        yield return Case("inner-below-threshold", "a score below its threshold", "Incomplete", Inside(e => { e.Score = 0.2f; return e; }));
        yield return Case("inner-no-shots", "no evidence", "Incomplete", Inside(e => { e.Shots.Clear(); return e; }));
        yield return Case("inner-shot-without-components", "a shot whose quality is not taken apart", "Incomplete", Inside(e => { e.Shots[0].Components = null; return e; }));
        yield return Case("inner-shot-component-101", "a component of the quality above 100", "Incomplete", Inside(e => { e.Shots[0].Components.Yaw = 101; return e; }));
        yield return Case("inner-shot-score-not-a-number", "a shot's score that is no number", "Incomplete", Inside(e => { e.Shots[0].Score = float.NaN; return e; }));
        yield return Case("inner-probe-not-a-jpeg", "a probe that is no JPEG", "Incomplete", Inside(e => { e.ProbeJpeg = ByteString.CopyFrom(1, 2, 3); return e; }));
        yield return Case("unknown-version", "a message of format version 2", "UnknownVersion", Outside(m => m.FormatVersion = 2));
        yield return Case("no-unit", "no unit", "Malformed", Outside(m => m.UnitId = ""));
        yield return Case("sequence-0", "messages count from 1", "Malformed", Outside(m => m.Sequence = 0));
        yield return Case("trailing-byte", "one byte after the end", "Malformed", [.. Sealed(), 0]);
        yield return Case("empty", "no bytes at all", "UnknownVersion", []);
    }

    private static byte[] Sealed(string deployment = "deployment", string signer = UnitId)
    {
        using var key = TestKeys.Deployment(deployment);
        using var signing = TestKeys.Signing(signer);
        return MatchSealer.Seal(Match(), Address(), key.PublicKey.Span, signing);
    }

    private static byte[] Outside(Action<MatchMessage> alter)
    {
        var message = MatchMessage.Parser.ParseFrom(Sealed());
        alter(message);
        return message.ToByteArray();
    }

    // Sealed and signed properly, but with an inside that the sealer would not write.
    private static byte[] Inside(Func<MatchEvent, MatchEvent> spoil, string keyId = UnitId)
    {
        var address = Address();
        using var deployment = TestKeys.Deployment("deployment");
        using var signing = TestKeys.Signing(UnitId);
        var match = Match();
        (match.FormatVersion, match.UnitId, match.OutboxEpoch, match.Sequence) = (1, UnitId, WireId.From(Epoch), address.Sequence);
        var signed = CoseSign1.Sign(ContentTypes.MatchEvent, keyId, spoil(match).ToByteArray(), signing);
        var message = Trust.Hpke.Seal(deployment.PublicKey.Span, MatchSealer.Info, address.AdditionalData(), signed);
        var envelope = MatchMessage.Parser.ParseFrom(Sealed());
        envelope.EncapsulatedKey = ByteString.CopyFrom(message.EncapsulatedKey);
        envelope.Ciphertext = ByteString.CopyFrom(message.Ciphertext);
        return envelope.ToByteArray();
    }

    private static ByteString Flip(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[^1] ^= 1;
        return ByteString.CopyFrom(copy);
    }

    private static (string Name, TrustVector Vector) Case(string name, string comment, string expect, byte[] message)
    {
        using var deployment = TestKeys.Deployment("deployment");
        return (name, new TrustVector(comment, expect, Now)
        {
            MatchMessage = message,
            DeploymentPrivateKey = deployment.Export(),
            UnitSigningPublicKey = UnitPublicKey,
        });
    }
}
