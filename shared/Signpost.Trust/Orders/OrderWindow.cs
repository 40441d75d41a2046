namespace Signpost.Trust;

/// <summary>Where a moment lies with respect to an order's window.</summary>
public enum OrderWindow
{
    /// <summary>Loaded, but not in force yet.</summary>
    NotYetValid,

    /// <summary>In force.</summary>
    Open,

    /// <summary>Over for good.</summary>
    Expired,
}
