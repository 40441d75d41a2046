using Google.Protobuf;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class MatchSealerTests
{
    [Fact]
    public void Match_SealedAndOpened_IsTheSameEventWithItsAddress()
    {
        using var deployment = DeploymentKey.Create();
        using var signing = TestKeys.Signing(UnitId);
        var match = Match();
        var before = match.Clone();
        var envelope = MatchEnvelope.Read(MatchSealer.Seal(match, Address(), deployment.PublicKey.Span, signing)).Value;
        Assert.Equal(before, match);
        Assert.Equal(Address(), envelope.Address);

        var opened = MatchOpener.Open(envelope, deployment, UnitPublicKey).Value;
        (before.FormatVersion, before.UnitId, before.OutboxEpoch, before.Sequence) = (1, UnitId, WireId.From(Epoch), 42);
        Assert.Equal(before, opened);
    }

    [Fact]
    public void MatchMessage_Sealed_ShowsNothingOfTheEvent()
    {
        using var deployment = DeploymentKey.Create();
        using var signing = TestKeys.Signing(UnitId);
        var match = Match();
        match.Reference = "a-reference-that-would-be-seen";
        var message = MatchSealer.Seal(match, Address(), deployment.PublicKey.Span, signing);
        Assert.Equal(-1, message.AsSpan().IndexOf("a-reference-that-would-be-seen"u8));
        Assert.Equal(-1, message.AsSpan().IndexOf(ProbeJpeg));
    }

    [Fact]
    public void DeploymentKey_ExportedAndImported_OpensWhatWasSealedBefore()
    {
        using var deployment = DeploymentKey.Create();
        using var signing = TestKeys.Signing(UnitId);
        var envelope = MatchEnvelope.Read(MatchSealer.Seal(Match(), Address(), deployment.PublicKey.Span, signing)).Value;
        using var again = DeploymentKey.Import(deployment.Export());
        Assert.Equal(deployment.PublicKey.ToArray(), again.PublicKey.ToArray());
        Assert.True(MatchOpener.Open(envelope, again, UnitPublicKey).IsAccepted);
        Assert.Throws<TrustException>(() => DeploymentKey.Import([1, 2, 3]));
    }

    [Fact]
    public void Seal_EventThatWouldBeRefused_Throws()
    {
        using var deployment = DeploymentKey.Create();
        using var signing = TestKeys.Signing(UnitId);
        var match = Match();
        match.Score = 0.1f;
        Assert.Throws<ArgumentException>(() => MatchSealer.Seal(match, Address(), deployment.PublicKey.Span, signing));
        Assert.Throws<ArgumentException>(() => MatchSealer.Seal(Match(), Address() with { Sequence = 0 }, deployment.PublicKey.Span, signing));
    }

    [Fact]
    public void MatchRules_EmptyEvent_NamesEverythingAtOnce() => Assert.True(MatchRules.Check(new MatchEvent()).Count >= 14);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0.2f)]
    public void MatchRules_ScoreThatIsNone_IsNamed(float score)
    {
        var match = Match();
        (match.FormatVersion, match.UnitId, match.OutboxEpoch, match.Sequence) = (1, UnitId, WireId.From(Epoch), 1);
        Assert.Empty(MatchRules.Check(match));
        match.Score = score;
        Assert.Single(MatchRules.Check(match));
    }

    [Fact]
    public void Envelope_FieldsOfWrongLength_AreMalformed()
    {
        using var deployment = DeploymentKey.Create();
        using var signing = TestKeys.Signing(UnitId);
        var bytes = MatchSealer.Seal(Match(), Address(), deployment.PublicKey.Span, signing);
        foreach (var spoil in new Action<MatchMessage>[]
        {
            m => m.OutboxEpoch = ByteString.CopyFrom(1),
            m => m.OrderId = ByteString.Empty,
            m => m.EncapsulatedKey = ByteString.Empty,
            m => m.Ciphertext = ByteString.CopyFrom(new byte[16]),
            m => m.UnitId = "unit/1",
        })
        {
            var message = MatchMessage.Parser.ParseFrom(bytes);
            spoil(message);
            Assert.Equal(RefusalReason.Malformed, MatchEnvelope.Read(message.ToByteArray()).Refusal!.Reason);
        }
    }
}
