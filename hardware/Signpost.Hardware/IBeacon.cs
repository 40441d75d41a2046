namespace Signpost.Hardware;

/// <summary>The light on the unit that tells the public that recognition is running.</summary>
public interface IBeacon
{
    /// <summary>Whether the light is lit as its current tells, not as it was asked to be. A burnt-out lamp reads false.</summary>
    bool IsLit { get; }

    /// <summary>Switches the light. What came of it is told by <see cref="IsLit"/>.</summary>
    void Set(bool lit);
}
