namespace Signpost.Hardware.Simulated;

/// <summary>
/// A lamp without a lamp: lit when switched on, unless it was tripped as a cut wire or a burnt-out lamp would. Safe for several threads.
/// </summary>
public sealed class SimulatedBeacon : IBeacon
{
    private volatile bool _asked;
    private volatile bool _tripped;

    /// <inheritdoc/>
    public bool IsLit => _asked && !_tripped;

    /// <summary>Whether the lamp is broken.</summary>
    public bool IsTripped => _tripped;

    /// <inheritdoc/>
    public void Set(bool lit) => _asked = lit;

    /// <summary>Breaks the lamp: no current flows, whatever is asked.</summary>
    public void Trip() => _tripped = true;

    /// <summary>Repairs the lamp: it shows again what was last asked.</summary>
    public void Repair() => _tripped = false;
}
