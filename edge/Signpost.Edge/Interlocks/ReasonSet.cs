using System.Globalization;
using Signpost.Contracts.V1;

namespace Signpost.Edge.Interlocks;

/// <summary>Why a unit does not recognise: a set of reasons, one bit each (1 &lt;&lt; value), as health reports carry it.</summary>
/// <param name="Bits">Bit set of <see cref="SuspensionReason"/>.</param>
public readonly record struct ReasonSet(uint Bits)
{
    /// <summary>No reason.</summary>
    public static ReasonSet None => default;

    /// <summary>Whether there is no reason.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>Whether <paramref name="reason"/> is among them.</summary>
    public bool Contains(SuspensionReason reason) => (Bits & Bit(reason)) != 0;

    /// <summary>This set and <paramref name="reason"/>, if <paramref name="applies"/>.</summary>
    public ReasonSet With(SuspensionReason reason, bool applies = true) => applies ? new ReasonSet(Bits | Bit(reason)) : this;

    /// <summary>Names of the reasons, comma-separated.</summary>
    public override string ToString()
    {
        if (IsEmpty) return "none";
        var names = new List<string>();
        for (var value = 0; value < 32; value++)
        {
            if ((Bits & (1u << value)) == 0) continue;
            var reason = (SuspensionReason)value;
            names.Add(Enum.IsDefined(reason) ? reason.ToString() : value.ToString(CultureInfo.InvariantCulture));
        }

        return string.Join(", ", names);
    }

    private static uint Bit(SuspensionReason reason) => reason == SuspensionReason.None ? 0 : 1u << (int)reason;
}
