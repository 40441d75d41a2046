using Signpost.Contracts.V1;
using Signpost.ControlPlane.Console.Parts;
using Signpost.ControlPlane.Console.Wording;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Console.Units;

/// <summary>A unit in a word, a colour and the reasons that a person can act on.</summary>
internal sealed record UnitStatus(string Text, Tone Tone, IReadOnlyList<string> Reasons)
{
    public static UnitStatus Of(UnitView unit)
    {
        if (unit.RevokedAt is not null) return new UnitStatus("Revoked", Tone.Neutral, ["Its certificate is no longer believed."]);
        if (unit.Health is not { } health)
            return new UnitStatus(unit.Connected ? "Connected" : "Not heard of", unit.Connected ? Tone.Live : Tone.Attention, ["It has not reported yet."]);
        if (!unit.Connected)
        {
            return new UnitStatus(
                "Out of touch", Tone.Bad,
                [$"It does not answer. Last it was {UnitWords.Of(health.State).ToLowerInvariant()}; it goes on under its order and keeps its alerts until it is back."]);
        }

        List<string> reasons = [.. health.Reasons.Where(reason => reason != SuspensionReason.None).Select(UnitWords.Of)];
        if (UnitWords.Of(health.Refusal) is { } refusal) reasons.Add(refusal);
        if (health.SourceEnded) reasons.Add("The recording in place of its camera is at its end.");
        return new UnitStatus(UnitWords.Of(health.State), ToneOf(health.State), reasons);
    }

    private static Tone ToneOf(UnitState state) => state switch
    {
        UnitState.Recognising => Tone.Good,
        UnitState.Ready => Tone.Live,
        UnitState.Suspended => Tone.Bad,
        UnitState.Unprovisioned => Tone.Attention,
        _ => Tone.Neutral,
    };
}
