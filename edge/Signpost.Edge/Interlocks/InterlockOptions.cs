namespace Signpost.Edge.Interlocks;

/// <summary>Limits of the interlocks.</summary>
public sealed record InterlockOptions
{
    /// <summary>Longest time without the control plane, whatever an order allows. Default 12 h.</summary>
    public TimeSpan StaleLimit { get; init; } = TimeSpan.FromHours(12);
}
