using Signpost.Hardware;

namespace Signpost.Edge.Appliance;

/// <summary>What a unit without a board has for a beacon: nothing that could be lit. The interlocks answer with BEACON_DARK and do not
/// recognise.</summary>
internal sealed class NoBeacon : IBeacon
{
    public bool IsLit => false;

    public void Set(bool lit)
    {
        // There is nothing to switch.
    }
}
